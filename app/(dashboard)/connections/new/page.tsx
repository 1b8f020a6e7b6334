import type { Metadata } from "next";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { recipientsOf } from "@/lib/connections/sealing";
import { requireActor } from "@/lib/next/session";
import { NotYetList } from "../_components/not-yet-list";
import { AddConnection } from "./_components/add-connection";

export const metadata: Metadata = { title: "Add a connection" };

export default async function NewConnectionPage() {
  const ctx = await requireActor("connection.manage");
  return (
    <>
      <BreadcrumbLeaf>New</BreadcrumbLeaf>
      <PageHeader title="Add a connection">
        Credentials are sealed in your browser: one for reading, to the collector; one for revoking, to the executor. Nothing leaves this page unsealed.
      </PageHeader>
      <AddConnection recipients={await recipientsOf(ctx)} />
      <NotYetList />
    </>
  );
}
