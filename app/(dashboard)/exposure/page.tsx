import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { countExposures } from "@/lib/exposure/count-facets";
import { groupings } from "@/lib/exposure/facet-names";
import { groupExposures } from "@/lib/exposure/group-exposures";
import { HeadStartInput, headStart } from "@/lib/exposure/head-start";
import { listExposures } from "@/lib/exposure/list-exposures";
import { scanCoverage } from "@/lib/exposure/scans";
import { ExposureListInput } from "@/lib/exposure/schemas";
import { requireActor } from "@/lib/next/session";
import { pageAddress, type SearchParams } from "../_components/list-address";
import { QueryProvider } from "../_components/query-provider";
import { askedView } from "../_components/views/asked-view";
import { ExposureGroups } from "./_components/exposure-groups";
import { ExposureList } from "./_components/exposure-list";
import { listNames } from "./_components/exposure-list-state";
import { ExposureTabs, groupHref, headStartHref } from "./_components/exposure-tabs";
import { ExposureTitle } from "./_components/exposure-words";
import { HeadStartView } from "./_components/head-start";
import { ScanLine } from "./_components/scan-line";

export const metadata: Metadata = { title: "Exposure" };

export default async function ExposureListPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireActor("inventory.read");
  const [asked] = [(await searchParams).by].flat();
  const by = groupings.find((each) => each === asked);
  const coverage = await scanCoverage(ctx);
  const looked = coverage.sources > 0;
  if (asked === "headstart") {
    const given = await searchParams;
    const query = HeadStartInput.safeParse({ per: [given.per].flat()[0], stage: [given.stage].flat()[0] || undefined });
    const [data, facets] = await Promise.all([headStart(ctx, query.success ? query.data : {}), countExposures(ctx, { count: ["reach"] })]);
    return (
      <>
        <PageHeader title={<ExposureTitle facets={facets} filtered={false} />}>
          <ScanLine coverage={coverage} />
        </PageHeader>
        <div className="mt-3">
          <ExposureTabs current={headStartHref} />
        </div>
        <HeadStartView data={data} asked={query.success ? query.data.stage : undefined} looked={looked} />
      </>
    );
  }
  if (by) {
    const [groups, facets] = await Promise.all([groupExposures(ctx, by), countExposures(ctx, { count: ["reach"] })]);
    return (
      <>
        <PageHeader title={<ExposureTitle facets={facets} filtered={false} />}>
          <ScanLine coverage={coverage} />
        </PageHeader>
        <div className="mt-3">
          <ExposureTabs current={groupHref(by)} />
        </div>
        <ExposureGroups by={by} groups={groups} looked={looked} />
      </>
    );
  }
  const notOpened = await askedView(ctx, "exposure", searchParams);
  const address = await pageAddress(searchParams, listNames);
  const query = ExposureListInput.safeParse(Object.fromEntries(new URLSearchParams(address)));
  const page = query.success ? await listExposures(ctx, query.data) : null;
  return (
    <QueryProvider>
      <ExposureList
        triages={may(ctx.actor, "finding.triage")}
        looked={looked}
        coverage={<ScanLine coverage={coverage} />}
        tabs={<ExposureTabs current="/exposure" />}
        first={page && { address, page }}
        notice={notOpened}
      />
    </QueryProvider>
  );
}
