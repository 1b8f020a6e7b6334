import Link from "next/link";
import { ExactTime } from "@/components/ui/exact-time";
import { type Fact, Facts } from "@/components/ui/facts";
import { RelativeTime } from "@/components/ui/relative-time";
import { Unknown } from "@/components/ui/unknown";
import { formatCount, formatDuration } from "@/lib/core/format";
import { LastRead } from "../../_components/health";
import { type Connection, isImport, isOwn } from "../../_components/views";

const trusts: Record<string, string> = {
  active: "signed and active",
  waiting_signatures: "waits for an administrator",
  waiting_delay: "signed, its delay runs",
  superseded: "replaced by a newer statement",
  refused: "refused by the executor",
};

/** What is known about a connection itself. */
export function ConnectionFacts({ connection }: { connection: Connection }) {
  const { counts } = connection;
  const facts: Fact[] = [
    {
      term: "Tokens",
      value: (
        <Link href={`/inventory?connection=${connection.id}`} className="inline-flex min-h-6 min-w-6 items-center underline">
          {formatCount(counts.tokens)}
        </Link>
      ),
      note:
        counts.missing > 0 ? (
          <Link href={`/inventory?connection=${connection.id}&state=missing`} className="inline-flex min-h-6 items-center underline">
            {formatCount(counts.missing)} no longer listed
          </Link>
        ) : undefined,
    },
    { term: "Accounts", value: formatCount(counts.accounts) },
    {
      term: "Last read completely",
      value: <LastRead connection={connection} />,
      note: connection.nextSyncAt ? (
        <>
          next <RelativeTime at={connection.nextSyncAt} />
        </>
      ) : undefined,
    },
    { term: "Read every", value: formatDuration(connection.syncIntervalSeconds * 1000) },
    { term: "Trust", value: connection.trust ? (trusts[connection.trust] ?? connection.trust) : <Unknown>the executor has not looked at it</Unknown> },
    {
      term: "Certificate authority",
      value: connection.ownCa ? "its own" : "the system’s",
      note: connection.allowPrivate ? "private addresses are allowed" : undefined,
    },
    {
      term: "Read credential",
      value: connection.readCredentialAt ? <ExactTime at={connection.readCredentialAt} /> : "none sealed",
      note: "sealed to the collector",
    },
    {
      term: "Revoke credential",
      value: connection.revokeCredentialAt ? <ExactTime at={connection.revokeCredentialAt} /> : "none sealed",
      note: "sealed to the executor",
    },
  ];
  // Nothing reads, trusts or revokes at an imported listing: only what it holds is left to say.
  return <Facts facts={isImport(connection) || isOwn(connection) ? facts.slice(0, 2) : facts} />;
}
