import type { Metadata } from "next";
import Link from "next/link";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { CopyText } from "@/components/ui/copy-text";
import { ExactTime } from "@/components/ui/exact-time";
import { PageHeader } from "@/components/ui/page-header";
import { PathText } from "@/components/ui/path-text";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import { may } from "@/lib/authorization/authorize";
import { formatCount, plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { channelTitles } from "@/lib/domain/words";
import { type ScanSource, scanSourcePage } from "@/lib/exposure/scans";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { webEnv } from "@/lib/next/web-env";
import { QueryProvider } from "../../../_components/query-provider";
import { formTitle, RunEnd, unreadCount } from "../../_components/scan-words";
import { LiveRun } from "../_components/live-run";
import { MirrorFacts } from "../_components/mirror-facts";
import { SourceButtons } from "../_components/source-buttons";

export const metadata: Metadata = { title: "Source" };

interface Props {
  params: Promise<{ source: string }>;
  searchParams: Promise<{ run?: string | string[] }>;
}

export default async function ScanSourceFullPage({ params, searchParams }: Props) {
  const ctx = await requireActor("inventory.read");
  const [wanted] = [(await searchParams).run].flat();
  const { source, runs, run } = await found(scanSourcePage(ctx, (await params).source, wanted));
  const name = visible(source.name, { lines: true });
  const elsewhere = source.form === "rest" || source.mirror !== null;
  const mayScan = may(ctx.actor, "scan.start");
  return (
    <>
      <BreadcrumbLeaf>{name}</BreadcrumbLeaf>
      <PageHeader
        title={
          <bdi>
            <PathText path={name} />
          </bdi>
        }
        actions={
          mayScan &&
          source.location !== null &&
          source.removed === null && <SourceButtons source={source.id} planned={source.every !== null} paused={source.paused !== null} />
        }
      >
        {formTitle(source)}, {channelTitles[source.channel].toLowerCase()}.{" "}
        {source.location === null ? (
          "It came once and is not kept: what changed since is not seen."
        ) : (
          <>
            {elsewhere ? "At" : "On the collector’s host at"}{" "}
            <CopyText text={source.location} label={elsewhere ? "the address" : "the path"}>
              {visible(source.location, { lines: true })}
            </CopyText>
            {" · "}
            <Plan source={source} />
            <SystemFacts system={source.system} />
            <MirrorFacts source={source} />
            {source.repositories > 0 && (
              <>
                {" · "}
                <a href={`/exposure/scans?system=${source.id}`} className="underline">
                  {plural(source.repositories, "repository", "repositories")}
                </a>
              </>
            )}
          </>
        )}
        {" · "}
        <Link href="/exposure/scans" className="underline">
          all sources
        </Link>
      </PageHeader>
      <div className="mt-4 flex flex-col gap-3.5">
        {run && (
          <QueryProvider>
            <LiveRun key={run.id} initial={run} mayScan={mayScan} collector={webEnv().COUNTERSIGN_COLLECTOR_ORIGIN} />
          </QueryProvider>
        )}
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
                <Td className="py-1.5 max-md:min-w-[15ch]">
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

/** By what a system is read, and since when nothing of it was left out. */
function SystemFacts({ system }: Pick<ScanSource, "system">) {
  if (!system) return null;
  return (
    <>
      {" · "}
      {system.connection ? (
        <>
          read with the credential of{" "}
          <Link href={`/connections/${system.connection.id}`} className="underline">
            <bdi>{visible(system.connection.name, { lines: true })}</bdi>
          </Link>
          , set up
        </>
      ) : (
        "read with a credential given"
      )}{" "}
      <RelativeTime at={system.givenAt} /> by {system.givenBy}
      {" · "}
      {system.whole ? (
        <>
          all of it read <RelativeTime at={system.whole} />, what changed since then each time
        </>
      ) : (
        "never read whole so far"
      )}
    </>
  );
}

const spans = [
  [10_080, "week"],
  [1440, "day"],
  [60, "hour"],
  [1, "minute"],
] as const;

/** "every day", "every 6 hours" */
function rhythm(minutes: number): string {
  const [length, name] = spans.find(([each]) => minutes % each === 0) ?? [1, "minute"];
  return minutes === length ? `every ${name}` : `every ${minutes / length} ${name}s`;
}

/** When it is looked through again, in words. */
function Plan({ source: { every, next, paused, removed, parent } }: { source: ScanSource }) {
  if (removed)
    return (
      <>
        no longer looked through since <RelativeTime at={removed} />; what was found stays.
      </>
    );
  if (every === null) return <>looked through when somebody asks</>;
  return (
    <>
      {rhythm(every)},{" "}
      {paused ? (
        <>
          at rest since <RelativeTime at={paused.at} /> by {paused.by}
        </>
      ) : parent?.paused ? (
        <>
          at rest with the system that lists it since <RelativeTime at={parent.paused} />
        </>
      ) : (
        next && (
          <>
            next <RelativeTime at={next} />
          </>
        )
      )}
    </>
  );
}
