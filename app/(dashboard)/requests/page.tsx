import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/next/session";
import { QueryProvider } from "../_components/query-provider";
import { RequestList } from "./_components/request-list";

export const metadata: Metadata = { title: "Requests" };

export default async function RequestsPage() {
  await requireActor("request.read");
  return (
    <>
      <PageHeader title="Requests">People ask and sign; the machine acts on exactly what was signed, and proves what it did.</PageHeader>
      <QueryProvider>
        <RequestList />
      </QueryProvider>
    </>
  );
}
