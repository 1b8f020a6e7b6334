import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { listConnections } from "@/lib/connections/queries";
import { requireActor } from "@/lib/next/session";
import { QueryProvider } from "../_components/query-provider";
import { ConnectionList } from "./_components/connection-list";
import { NotYetList } from "./_components/not-yet-list";
import { asJson } from "./_components/views";

export const metadata: Metadata = { title: "Connections" };

export default async function ConnectionsPage() {
  const ctx = await requireActor("connection.read");
  const mayAdd = may(ctx.actor, "connection.manage");
  return (
    <>
      <PageHeader
        title="Connections"
        actions={
          mayAdd && (
            <LinkButton href="/connections/new" variant="primary">
              Add a connection
            </LinkButton>
          )
        }
      >
        What is read, how fresh it is, and what can’t be seen there.
      </PageHeader>
      <QueryProvider>
        <ConnectionList initial={asJson(await listConnections(ctx))} maySync={may(ctx.actor, "connection.sync")} mayAdd={mayAdd} />
      </QueryProvider>
      <NotYetList />
    </>
  );
}
