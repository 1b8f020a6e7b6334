import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/next/session";
import { countRequests, listRequests } from "@/lib/requests/list-requests";
import { RequestListInput } from "@/lib/requests/schemas";
import type { SearchParams } from "../_components/list-address";
import { QueryProvider } from "../_components/query-provider";
import { RequestList } from "./_components/request-list";

export const metadata: Metadata = { title: "Requests" };

export default async function RequestsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireActor("request.read");
  const asked = RequestListInput.shape.view.safeParse([(await searchParams).view].flat()[0]);
  const view = asked.success ? asked.data : "all";
  const [list, counts] = await Promise.all([listRequests(ctx, { view }), countRequests(ctx)]);
  return (
    <>
      <PageHeader title="Requests">People ask and sign; the machine acts on exactly what was signed, and proves what it did.</PageHeader>
      <QueryProvider>
        <RequestList first={{ address: view, page: { ...list, counts } }} />
      </QueryProvider>
    </>
  );
}
