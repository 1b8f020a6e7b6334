import type { Metadata } from "next";
import { Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { PageSkeleton } from "@/components/ui/skeleton";
import type { Context } from "@/lib/core/context";
import { requireActor } from "@/lib/next/session";
import { overview } from "@/lib/overview/queries";
import { staleWords } from "@/lib/overview/stale-words";
import { CoverageLine } from "./_components/coverage-line";
import { DistributionCard } from "./_overview/charts/distribution-card";
import { HistoryCard } from "./_overview/charts/history-card";
import { SurvivalCard } from "./_overview/charts/survival-card";
import { ClassBars } from "./_overview/class-bars";
import { DecisionList } from "./_overview/decision-list";
import { Figures } from "./_overview/figures";
import { headline } from "./_overview/headline";
import { Refresh } from "./_overview/refresh";
import { Running } from "./_overview/running";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const ctx = await requireActor("overview.read");
  return (
    <Suspense fallback={<PageSkeleton />}>
      <Shown ctx={ctx} />
    </Suspense>
  );
}

/** What is asked of everything: the page stands before it has come. */
async function Shown({ ctx }: { ctx: Context }) {
  const shown = await overview(ctx);
  const { title, sentence } = headline(shown);
  const known = shown.tokens.total > 0;
  return (
    <>
      <Refresh seconds={10} />
      <PageHeader title={title}>
        {sentence} <CoverageLine gaps={shown.gaps} connections={shown.connections} />
      </PageHeader>
      <Figures shown={shown} stale={staleWords(shown.gaps, ctx.clock.now())} />
      <div className="mt-3.5 grid grid-cols-1 items-start gap-3.5 lg:grid-cols-[1.4fr_1fr]">
        <DecisionList decisions={shown.decisions} connected={shown.connections > 0} />
        <div className="flex min-w-0 flex-col gap-3.5">
          <ClassBars bars={shown.classes} />
          <Running processes={shown.processes} />
        </div>
      </div>
      {known && (
        <div className="mt-3.5 grid grid-cols-1 items-start gap-3.5 xl:grid-cols-2">
          <SurvivalCard />
          <HistoryCard />
          <DistributionCard measure="age" />
          <DistributionCard measure="life" />
          <DistributionCard measure="ttl" />
        </div>
      )}
    </>
  );
}
