"use client";

import { useQuery } from "@tanstack/react-query";
import { Card } from "@/components/ui/card";
import { Message } from "@/components/ui/message";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Recipients } from "@/lib/connections/sealing";
import { vendorTitle } from "@/lib/connectors/catalog";
import type { DeclaredFact } from "@/lib/connectors/declarative/words";
import { fetchJson } from "../../../_components/fetch-json";
import { OpenSignerButton } from "../../../_components/open-signer-button";
import { DeclarationFacts } from "../../_components/declaration-facts";
import { Health } from "../../_components/health";
import { SyncButtons } from "../../_components/sync-buttons";
import { SyncProgress } from "../../_components/sync-progress";
import { type Connection, isImport, isLive, isOwn, listsPeople, type Reject, type Run, waitsForSignature } from "../../_components/views";
import { ConnectionFacts } from "./connection-facts";
import { CoverageTable } from "./coverage-table";
import { Credentials } from "./credentials";
import { RemoveButton } from "./remove-button";
import { RejectTable, RunTable } from "./run-tables";

interface Shown {
  connection: Connection;
  runs: Run[];
  rejects: Reject[];
}

interface LiveConnectionProps {
  initial: Shown;
  maySync: boolean;
  /** null for who may not seal */
  recipients: Recipients | null;
  /** what its declaration says; null for a connection without one */
  declaration: DeclaredFact[] | null;
}

/** One connection, live while it is being read. */
export function LiveConnection({ initial, maySync, recipients, declaration }: LiveConnectionProps) {
  const query = useQuery({
    queryKey: ["connection", initial.connection.id],
    queryFn: ({ signal }) => fetchJson<Shown>(`/api/connections/${initial.connection.id}`, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (isLive(state.data?.connection.latestRun ?? null) ? 1_000 : 5_000),
  });
  const { connection, runs, rejects } = query.data;
  const run = connection.latestRun;
  const imported = isImport(connection);
  const { removed } = connection;
  const own = isOwn(connection);
  const read = !imported && !own && !removed;
  return (
    <>
      <PageHeader
        title={connection.name}
        mark={<Health connection={connection} />}
        actions={
          <>
            {recipients && !removed && !own && <RemoveButton id={connection.id} name={connection.name} />}
            {maySync && read && <SyncButtons connection={connection} size="md" />}
          </>
        }
      >
        {imported ? (
          "An imported listing: true when it was made, and nothing refreshes it. Nothing can be revoked there; connect the system for that."
        ) : own ? (
          "This deployment itself: its own API tokens, read from its database. They are made and revoked on the API tokens page."
        ) : (
          <>
            {vendorTitle(connection.vendor, connection.declared)} at <span className="mono">{connection.origin}</span>
          </>
        )}
      </PageHeader>
      <div className="mt-4 flex flex-col gap-3.5">
        {query.isError && (
          <Message tone="warn" title="This page is not live at the moment">
            {query.error.message}
          </Message>
        )}
        {removed && (
          <Message tone="info" title="It was removed">
            <p>
              <RelativeTime at={removed.at} />: “{removed.reason}” Nothing is read or revoked there any more; its tokens and history stay.
            </p>
          </Message>
        )}
        {connection.health.state !== "ok" && read && !isLive(run) && (
          <Message
            tone={connection.health.state === "failing" ? "error" : "info"}
            title={waitsForSignature(connection) ? "It was not taken over" : connection.health.state === "failing" ? "It can’t be read" : "It was never read"}
          >
            {connection.health.message}
          </Message>
        )}
        {connection.trust !== "active" && read && <TrustMissing connection={connection} />}
        {run && isLive(run) && (
          <Card>
            <SyncProgress run={run} />
          </Card>
        )}
        <Card>
          <ConnectionFacts connection={connection} />
        </Card>
        {declaration && (
          <Card title="Declaration" aside="part of what an administrator signs; a changed one is refused">
            <DeclarationFacts facts={declaration} />
          </Card>
        )}
        <CoverageTable coverage={connection.coverage} vendor={connection.vendor} />
        {recipients && !removed && !own && <Credentials connection={connection} recipients={recipients} />}
        <RunTable runs={runs} />
        <RejectTable rejects={rejects} />
      </div>
    </>
  );
}

function TrustMissing({ connection }: { connection: Connection }) {
  const title = listsPeople(connection) ? "Not signed into trust: its people wait" : "Not signed into trust: nothing can be revoked here";
  const until = listsPeople(connection)
    ? "Until then nobody is taken over from it and nobody is marked as departed, so that no other server can pass for your directory."
    : "It is read all the same until then; what it says closes no finding.";
  return (
    <Message tone="warn" title={title}>
      <p>
        {connection.trust === "waiting_delay"
          ? "It is signed, and takes effect after the delay that the approval policy sets."
          : "Next step: an administrator reads the statement with this address and certificate authority, and signs it."}{" "}
        {until}
      </p>
      {connection.statementDigest && connection.trust !== "waiting_delay" && (
        <div className="mt-2">
          <OpenSignerButton purpose="trust" subject={connection.statementDigest} size="sm">
            Read and sign it
          </OpenSignerButton>
        </div>
      )}
    </Message>
  );
}
