import type { Metadata } from "next";
import Link from "next/link";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { Card } from "@/components/ui/card";
import { CopyText } from "@/components/ui/copy-text";
import { ExactTime } from "@/components/ui/exact-time";
import { Facts } from "@/components/ui/facts";
import { Message } from "@/components/ui/message";
import { PageHeader } from "@/components/ui/page-header";
import { Table, Td, Th } from "@/components/ui/table";
import { formatBytes, formatCount, formatDuration, plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { channelTitles, markTitles } from "@/lib/domain/words";
import { type ScanRun, scanSourcePage, type Unread, unreadableTitle } from "@/lib/exposure/scans";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { formTitles, RunEnd, unreadCount } from "../../_components/scan-words";

export const metadata: Metadata = { title: "Source" };

interface Props {
  params: Promise<{ source: string }>;
  searchParams: Promise<{ run?: string | string[] }>;
}

export default async function ScanSourceFullPage({ params, searchParams }: Props) {
  const ctx = await requireActor("inventory.read");
  const [wanted] = [(await searchParams).run].flat();
  const { source, runs, run, unread } = await found(scanSourcePage(ctx, (await params).source, wanted));
  const name = visible(source.name, { lines: true });
  return (
    <>
      <BreadcrumbLeaf>{name}</BreadcrumbLeaf>
      <PageHeader title={<bdi className="break-all">{name}</bdi>}>
        {formTitles[source.form]}, {channelTitles[source.channel].toLowerCase()}.{" "}
        {source.location === null ? (
          "It came once and is not kept: what changed since is not seen."
        ) : (
          <>
            On the collector’s host at{" "}
            <CopyText text={source.location} label="the path">
              {visible(source.location, { lines: true })}
            </CopyText>
          </>
        )}
        {" · "}
        <Link href="/exposure/scans" className="underline">
          all sources
        </Link>
      </PageHeader>
      <div className="mt-4 flex flex-col gap-3.5">
        {run && <RunCard run={run} unread={unread} />}
        <Table label="Runs">
          <thead>
            <tr>
              <Th>Run</Th>
              <Th>How it ended</Th>
              <Th numeric>New secrets</Th>
              <Th numeric className="max-md:hidden">
                New places
              </Th>
              <Th numeric>Not read</Th>
            </tr>
          </thead>
          <tbody>
            {runs.map((each) => (
              <tr key={each.id} aria-current={each.id === run?.id ? "true" : undefined} className="aria-[current]:bg-people-soft">
                <Td>
                  <Link href={`/exposure/scans/${source.id}?run=${each.id}`} className="underline">
                    <ExactTime at={each.queued} show="both" />
                  </Link>
                </Td>
                <Td>
                  <RunEnd run={each} />
                </Td>
                <Td numeric>{formatCount(each.exposures)}</Td>
                <Td numeric className="max-md:hidden">
                  {formatCount(each.occurrences)}
                </Td>
                <Td numeric>{formatCount(unreadCount(each))}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
    </>
  );
}

function RunCard({ run, unread }: { run: ScanRun; unread: Unread[] }) {
  const took = run.started && run.finished ? formatDuration(new Date(run.finished).getTime() - new Date(run.started).getTime()) : null;
  const notRead = unreadCount(run);
  return (
    <>
      {run.error && (
        <Message tone="error" title="It broke off">
          {visible(run.error)} What was found until then stays.
        </Message>
      )}
      <Card
        title={
          <>
            Run of <ExactTime at={run.queued} show="both" />
          </>
        }
        aside={<RunEnd run={run} />}
      >
        <Facts
          facts={[
            {
              term: "Looked through",
              value: plural(run.texts, "text"),
              note: [formatBytes(run.bytes), run.commits > 0 && plural(run.commits, "commit")].filter(Boolean).join(", "),
            },
            { term: "New", value: `${plural(run.exposures, "secret")}, ${plural(run.occurrences, "place")}`, note: `of ${plural(run.sightings, "sighting")}` },
            { term: "Took", value: took ?? "not ended", note: `started by ${run.trigger.replace(":", " ")}` },
            { term: "Not read", value: formatCount(notRead), note: notRead > 0 ? "below, by reason" : "everything could be read" },
          ]}
        />
        {Object.keys(run.marked).length > 0 && <Counts title="Known not to be live" counts={run.marked} titleOf={(mark) => markTitles[mark] ?? mark} />}
        {notRead > 0 && <Counts title="Could not be read" counts={run.unreadable} titleOf={unreadableTitle} />}
        {unread.length > 0 && (
          <details className="mt-3 text-[13px]">
            <summary className="cursor-pointer text-ink-2">{unread.length < notRead ? `The first ${formatCount(unread.length)} of them` : "Which"}</summary>
            <ul className="mt-1.5 divide-y divide-line">
              {unread.map(({ n, path, reason, detail }) => (
                <li key={n} className="flex flex-wrap items-baseline justify-between gap-x-3 py-1">
                  <bdi className="mono min-w-0 text-[12px] break-all">{visible(path, { lines: true })}</bdi>
                  <span className="text-[12px] text-ink-3">
                    {unreadableTitle(reason)}
                    {detail && `: ${visible(detail, { lines: true })}`}
                  </span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </Card>
    </>
  );
}

function Counts({ title, counts, titleOf }: { title: string; counts: Record<string, number>; titleOf: (name: string) => string }) {
  return (
    <section className="mt-4">
      <h3 className="text-[12px] text-ink-3">{title}</h3>
      <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-[13px]">
        {Object.entries(counts)
          .sort(([, a], [, b]) => b - a)
          .map(([name, n]) => (
            <li key={name}>
              {titleOf(name)} <b className="font-[550] tabular-nums">{formatCount(n)}</b>
            </li>
          ))}
      </ul>
    </section>
  );
}
