import Link from "next/link";
import { Card } from "@/components/ui/card";
import { CopyText } from "@/components/ui/copy-text";
import { ExactTime } from "@/components/ui/exact-time";
import { type Fact, Facts } from "@/components/ui/facts";
import { Message } from "@/components/ui/message";
import { RelativeTime } from "@/components/ui/relative-time";
import { Unknown } from "@/components/ui/unknown";
import { formatCount } from "@/lib/core/format";
import { workloadKindTitles } from "@/lib/domain/words";
import type { WorkloadPage } from "@/lib/workloads/workload-page";
import { KnownBy } from "../../_components/known-by";
import { Environment, FindingMarks, StateBadge } from "../../_components/token-words";
import { WorkloadOwner } from "./columns";
import { AddLink, TakeAway } from "./workload-links";

/** Everything known about a workload: in the panel one column, on its page two. */
export function WorkloadDetails({ page, narrow = false }: { page: WorkloadPage; narrow?: boolean }) {
  const { row, may } = page;
  const me = { id: row.id, name: row.name };
  return (
    <div className="flex flex-col gap-3.5">
      <Notes page={page} />
      <Card>
        <Facts facts={facts(page, narrow)} columns={narrow ? 2 : 4} />
      </Card>
      <div className={narrow ? "contents" : "grid grid-cols-1 items-start gap-3.5 lg:grid-cols-[1.4fr_1fr]"}>
        <Card title={`Tokens it uses · ${formatCount(page.tokenCount)}`} aside={may.manage && <AddLink workload={me} what="token" />}>
          <Tokens page={page} />
        </Card>
        <div className="flex min-w-0 flex-col gap-3.5">
          <Card title={`What it reaches · ${formatCount(row.destinations)}`} aside={may.manage && <AddLink workload={me} what="destination" />}>
            <Destinations page={page} />
          </Card>
          {page.merged.length > 0 && (
            <Card title="Merged into it">
              <ul className="flex flex-col gap-1 text-[13px]">
                {page.merged.map(({ id, name, at }) => (
                  <li key={id}>
                    <Link href={`/workloads/${id}`} className="underline">
                      {name}
                    </Link>{" "}
                    <span className="text-ink-3">
                      <RelativeTime at={at} />
                    </span>
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </div>
      </div>
    </div>
  );
}

function Notes({ page: { row, mergedInto, legacy } }: { page: WorkloadPage }) {
  return (
    <>
      {mergedInto && (
        <Message tone="info" title={`${row.name} was merged`}>
          It is part of{" "}
          <Link href={`/workloads/${mergedInto.id}`} className="underline">
            {mergedInto.name}
          </Link>{" "}
          now: tokens and destinations stand there. What is below is how it was described.
        </Message>
      )}
      {legacy && (
        <Message tone={legacy.overdue ? "error" : "info"} title={legacy.overdue ? "Overdue in the legacy register" : "In the legacy register"}>
          It can’t do short-lived credentials, because: {legacy.reason}{" "}
          {legacy.until && (
            <>
              {legacy.overdue ? "That held until" : "Until"} <ExactTime at={legacy.until} />.
            </>
          )}
        </Message>
      )}
    </>
  );
}

function facts({ row, description, spiffeId, oidc, created, source }: WorkloadPage, narrow: boolean): Fact[] {
  return [
    { term: "Kind", value: row.kind === "unknown" ? <Unknown /> : workloadKindTitles[row.kind] },
    { term: "Environment", value: <Environment name={row.environment} /> },
    { term: "Owner", value: <WorkloadOwner row={row} />, note: row.backup ? `backup: ${row.backup.name}` : "no backup" },
    { term: "Team", value: row.team ? row.team.name : <span className="text-ink-3">none</span> },
    { term: "SPIFFE ID", value: spiffeId ? <CopyText text={spiffeId} label="SPIFFE ID" /> : <span className="text-ink-3">none stated</span> },
    {
      term: "OIDC identity",
      value: oidc ? <CopyText text={oidc.subject} label="OIDC subject" /> : <span className="text-ink-3">none stated</span>,
      note: oidc && <span className="break-all">of {oidc.issuer}</span>,
    },
    {
      term: "Described",
      value: <ExactTime at={created.at} />,
      note: source === "person" ? `by ${created.by}` : `by ${created.by}, from ${source.replace(/^(import|catalogue):/, "")}`,
    },
    ...(narrow && description ? [{ term: "What it does", value: description }] : []),
  ];
}

function Tokens({ page: { tokens, tokenCount, row, may } }: { page: WorkloadPage }) {
  if (tokens.length === 0)
    return (
      <p className="text-[13px] text-ink-2">
        <Unknown>which tokens it uses is unknown</Unknown> Nobody linked one, and no source has seen it use one.
      </p>
    );
  return (
    <>
      <ul className="divide-y divide-line text-[13px]">
        {tokens.map(({ row: token, link }) => (
          <li key={token.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 first:pt-0">
            <span className="min-w-0 flex-1 basis-52">
              <Link href={`/inventory/${token.id}`} className="font-[520] break-words hover:underline">
                {token.name}
              </Link>{" "}
              {token.hint && <span className="mono text-ink-3">{token.hint}</span>}
              <span className="block text-[12px] text-ink-2">
                {token.connection.name} · <KnownBy {...link} />
              </span>
            </span>
            <span className="flex flex-wrap items-center gap-1.5">
              {token.state !== "active" && <StateBadge state={token.state} />}
              <FindingMarks findings={token.findings} />
              {may.manage && <TakeAway workload={{ id: row.id, name: row.name }} token={{ id: token.id, name: token.name }} />}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-2 text-[12.5px]">
        <Link href={`/inventory?workload=${row.id}`} className="text-ink-2 underline">
          {tokenCount > tokens.length ? `See all ${formatCount(tokenCount)} in the inventory` : "See them in the inventory"}
        </Link>
      </p>
    </>
  );
}

function Destinations({ page: { destinations, row, may } }: { page: WorkloadPage }) {
  if (destinations.length === 0)
    return (
      <p className="text-[13px] text-ink-2">
        <Unknown>what it reaches is unknown</Unknown> Nobody said so, and no source has seen it.
      </p>
    );
  return (
    <ul className="divide-y divide-line text-[13px]">
      {destinations.map(({ id, destination, token, ...known }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 first:pt-0 last:pb-0">
          <span className="min-w-0 flex-1 basis-44">
            <span className="mono break-all">{destination}</span>
            <span className="block text-[12px]">
              {token && (
                <>
                  finds{" "}
                  <Link href={`/inventory/${token.id}`} className="underline">
                    {token.name}
                  </Link>{" "}
                  there ·{" "}
                </>
              )}
              <KnownBy {...known} />
            </span>
          </span>
          {may.manage && <TakeAway workload={{ id: row.id, name: row.name }} destination={{ id, name: destination }} />}
        </li>
      ))}
    </ul>
  );
}
