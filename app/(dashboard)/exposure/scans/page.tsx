import type { Metadata } from "next";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { PathText } from "@/components/ui/path-text";
import { RelativeTime } from "@/components/ui/relative-time";
import { EmptyState } from "@/components/ui/states";
import { Table, Td, Th } from "@/components/ui/table";
import { Unknown } from "@/components/ui/unknown";
import { may } from "@/lib/authorization/authorize";
import { formatCount, plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { channelTitles } from "@/lib/domain/words";
import { listScanSources, type ScanCoverage, type ScanSource, scanCoverage } from "@/lib/exposure/scans";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { HowToScan } from "../_components/exposure-words";
import { formTitle, RunEnd, unreadCount } from "../_components/scan-words";

export const metadata: Metadata = { title: "Scans" };

interface Props {
  searchParams: Promise<{ system?: string | string[]; cursor?: string | string[] }>;
}

export default async function ScansPage({ searchParams }: Props) {
  const ctx = await requireActor("inventory.read");
  const given = await searchParams;
  const [[of], [cursor]] = [[given.system].flat(), [given.cursor].flat()];
  const [{ sources, total, more, next, system }, coverage] = await Promise.all([found(listScanSources(ctx, { system: of, cursor })), scanCoverage(ctx)]);
  const entry = may(ctx.actor, "scan.start") && (
    <LinkButton href="/exposure/scans/new" variant="primary">
      Scan text or a file
    </LinkButton>
  );
  if (total === 0)
    return (
      <>
        <BreadcrumbLeaf>Scans</BreadcrumbLeaf>
        <PageHeader title={system ? "No repositories" : "Scans"} actions={entry}>
          {system && <OfSystem system={system} />}
        </PageHeader>
        <div className="mt-4">
          <EmptyState title={system ? "No repository was listed so far" : "Nothing has been looked through yet"}>
            {system ? (
              "Whether a system lists repositories, and where, is said in the file that describes it; each is fetched and looked through by itself then."
            ) : (
              <HowToScan />
            )}
          </EmptyState>
        </div>
      </>
    );
  return (
    <>
      <BreadcrumbLeaf>Scans</BreadcrumbLeaf>
      <PageHeader
        title={system ? plural(total, "repository", "repositories") : `${plural(total, "source")} ${total === 1 ? "was" : "were"} looked through`}
        actions={entry}
      >
        {system ? <OfSystem system={system} /> : <CoverageWords coverage={coverage} />}
      </PageHeader>
      <div className="mt-4 flex flex-col gap-3.5">
        <Table label="Sources">
          <thead>
            <tr>
              <Th>Source</Th>
              <Th className="max-md:hidden">Form</Th>
              <Th className="max-md:hidden">Channel</Th>
              <Th>Last run</Th>
              <Th className="max-md:hidden">Next run</Th>
              <Th numeric>Secrets</Th>
              <Th numeric className="max-md:hidden">
                Not read
              </Th>
              <Th numeric className="max-md:hidden">
                Runs
              </Th>
            </tr>
          </thead>
          <tbody>
            {sources.map(({ id, name, channel, last, secrets, runs, ...plan }) => (
              <tr key={id}>
                <Td className="max-w-[44ch]">
                  <a
                    href={`/exposure/scans/${id}`}
                    className="block min-w-[15ch] py-1.5 font-[520] underline decoration-line-2 underline-offset-2 hover:decoration-ink-3"
                  >
                    <bdi>
                      <PathText path={visible(name, { lines: true })} />
                    </bdi>
                  </a>
                  {plan.repositories > 0 && <Lists source={id} repositories={plan.repositories} />}
                </Td>
                <Td className="text-ink-2 max-md:hidden">{formTitle(plan)}</Td>
                <Td className="text-ink-2 max-md:hidden">{channelTitles[channel]}</Td>
                <Td className="py-1.5">
                  {last ? <RunEnd run={last} /> : <Unknown>never</Unknown>}
                  {last && unreadCount(last) > 0 && <p className="text-[12px] text-ink-2 md:hidden">{formatCount(unreadCount(last))} not read</p>}
                  {last?.error && <p className="max-w-[48ch] text-[12px] text-critical">{visible(last.error, { lines: true })}</p>}
                </Td>
                <Td className="whitespace-nowrap text-ink-2 max-md:hidden">
                  <NextRun plan={plan} />
                </Td>
                <Td numeric>
                  {secrets > 0 ? (
                    <a
                      href={`/exposure?source=${id}&marked=shown&status=open,in_review,remediating,regressed,accepted,closed_proven,closed_false_positive`}
                      className="hover:underline"
                    >
                      {formatCount(secrets)}
                    </a>
                  ) : (
                    0
                  )}
                </Td>
                <Td numeric className="max-md:hidden">
                  {last ? (
                    <a
                      href={`/exposure/scans/${id}`}
                      aria-label={`${formatCount(unreadCount(last))} not read in ${visible(name, { lines: true })}`}
                      className="hover:underline"
                    >
                      {formatCount(unreadCount(last))}
                    </a>
                  ) : (
                    <Unknown />
                  )}
                </Td>
                <Td numeric className="max-md:hidden">
                  {formatCount(runs)}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
        {next !== null && (
          <p className="text-[13px] text-ink-3">
            {formatCount(more)} more ·{" "}
            <a href={`/exposure/scans?${new URLSearchParams({ ...(system ? { system: system.id } : {}), cursor: next })}`} className="underline">
              the next of them
            </a>
          </p>
        )}
        <Card title="Look through another">
          <div className="text-[13px] text-ink-2">
            <HowToScan />
          </div>
        </Card>
      </div>
    </>
  );
}

function CoverageWords({ coverage: { failed, unreadable } }: { coverage: Pick<ScanCoverage, "failed" | "unreadable"> }) {
  const broke = failed > 0 ? `The last run of ${plural(failed, "source")} broke off. ` : "";
  if (unreadable > 0) return `${broke}${plural(unreadable, "thing")} could not be read in the last runs.`;
  return `${broke}${failed > 0 ? "Everything else in them could be read." : "Everything in them could be read."}`;
}

/** Whose repositories are listed, and the way back to everything. */
function OfSystem({ system: { id, name } }: { system: { id: string; name: string } }) {
  return (
    <>
      What{" "}
      <a href={`/exposure/scans/${id}`} className="underline">
        <bdi>{visible(name, { lines: true })}</bdi>
      </a>{" "}
      lists ·{" "}
      <a href="/exposure/scans" className="underline">
        all sources
      </a>
    </>
  );
}

function Lists({ source, repositories }: { source: string; repositories: number }) {
  return (
    <p className="pb-1.5 text-[12px] text-ink-3">
      lists{" "}
      <a href={`/exposure/scans?system=${source}`} className="underline">
        {plural(repositories, "repository", "repositories")}
      </a>
    </p>
  );
}

function NextRun({
  plan: { location, every, next, paused, removed, parent },
}: {
  plan: Pick<ScanSource, "location" | "every" | "next" | "paused" | "removed" | "parent">;
}) {
  if (removed) return <>taken off the list</>;
  if (location === null) return <>when sent again</>;
  if (every === null) return <>when asked</>;
  if (paused || parent?.paused) return <>at rest</>;
  return next ? <RelativeTime at={next} /> : <Unknown />;
}
