import type { Metadata } from "next";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { may } from "@/lib/authorization/authorize";
import { connectionOf, declarationFacts, rejectsOf, runsOf } from "@/lib/connections/queries";
import { recipientsOf } from "@/lib/connections/sealing";
import { checksOf } from "@/lib/exposure/allow-checks";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { QueryProvider } from "../../_components/query-provider";
import { asJson } from "../_components/views";
import { Checks } from "./_components/checks";
import { LiveConnection } from "./_components/live-connection";

export const metadata: Metadata = { title: "Connection" };

export default async function ConnectionPage({ params }: { params: Promise<{ connection: string }> }) {
  const ctx = await requireActor("connection.read");
  const { connection: id } = await params;
  const connection = await found(connectionOf(ctx, id));
  const runs = await runsOf(ctx, connection.id);
  const checks = await checksOf(ctx, connection.id);
  const [newest] = runs;
  const rejects = newest && newest.rejected > 0 ? await rejectsOf(ctx, newest.id) : [];
  return (
    <QueryProvider>
      <BreadcrumbLeaf>{connection.name}</BreadcrumbLeaf>
      <LiveConnection
        initial={asJson({ connection, runs, rejects })}
        declaration={await declarationFacts(ctx, connection.id)}
        maySync={may(ctx.actor, "connection.sync")}
        recipients={may(ctx.actor, "connection.manage") ? await recipientsOf(ctx) : null}
      />
      {checks && !connection.removed && (
        <div className="mt-3.5">
          <Checks connectionId={connection.id} {...checks} mayChange={may(ctx.actor, "connection.manage")} />
        </div>
      )}
    </QueryProvider>
  );
}
