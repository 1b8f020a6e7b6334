import type { Metadata } from "next";
import { may } from "@/lib/authorization/authorize";
import { requireActor } from "@/lib/next/session";
import { coverageGaps } from "@/lib/overview/coverage";
import { connectionNames } from "@/lib/tokens/facets";
import { CoverageLine } from "../_components/coverage-line";
import { QueryProvider } from "../_components/query-provider";
import { Residue } from "./_components/residue";

export const metadata: Metadata = { title: "Residue" };

export default async function ResiduePage() {
  const ctx = await requireActor("residue.read");
  const [gaps, connections] = await Promise.all([coverageGaps(ctx), connectionNames(ctx)]);
  return (
    <QueryProvider>
      <Residue mayRequest={may(ctx.actor, "request.file")} connections={connections} coverage={<CoverageLine gaps={gaps} />} />
    </QueryProvider>
  );
}
