import type { Metadata } from "next";
import { Suspense } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { connectionCoverage } from "@/lib/coverage/coverage";
import { knownFields } from "@/lib/coverage/known-fields";
import { ruleSources } from "@/lib/coverage/rule-sources";
import { requireActor } from "@/lib/next/session";
import { coverageGaps } from "@/lib/overview/coverage";
import { CoverageLine } from "../_components/coverage-line";
import { BlindSpots } from "./_components/blind-spots";
import { ConnectionTable } from "./_components/connection-table";
import { RuleTable } from "./_components/rule-table";
import { UnknownTable } from "./_components/unknown-table";

export const metadata: Metadata = { title: "Coverage" };

export default async function CoveragePage() {
  const ctx = await requireActor("connection.read");
  const [connections, gaps] = await Promise.all([connectionCoverage(ctx), coverageGaps(ctx)]);
  // One pass over every token: the page stands before it has ended.
  const counted = knownFields(ctx).then(async (known) => ({ known, rules: await ruleSources(ctx, known) }));
  return (
    <>
      <PageHeader title="Coverage">
        What is seen, how fresh it is, and what isn’t seen. <CoverageLine gaps={gaps} connections={connections.length} />
      </PageHeader>
      <ConnectionTable connections={connections} />
      <Suspense
        fallback={
          <div role="status" aria-label="Reading what is unknown" className="mt-6">
            <Skeleton className="h-40" />
          </div>
        }
      >
        <Counted counted={counted} connections={connections} />
      </Suspense>
    </>
  );
}

async function Counted({
  counted,
  connections,
}: {
  counted: Promise<{ known: Awaited<ReturnType<typeof knownFields>>; rules: Awaited<ReturnType<typeof ruleSources>> }>;
  connections: Awaited<ReturnType<typeof connectionCoverage>>;
}) {
  const { known, rules } = await counted;
  return (
    <>
      <UnknownTable known={known} connections={connections} />
      <BlindSpots connections={connections} known={known} rules={rules} />
      <RuleTable rules={rules} />
    </>
  );
}
