import type { Metadata } from "next";
import { may } from "@/lib/authorization/authorize";
import { requireActor } from "@/lib/next/session";
import { coverageGaps } from "@/lib/overview/coverage";
import { listResidue } from "@/lib/residue/queries";
import { ResidueInput } from "@/lib/residue/schemas";
import { connectionNames } from "@/lib/tokens/facets";
import { CoverageLine } from "../_components/coverage-line";
import { pageAddress, type SearchParams } from "../_components/list-address";
import { QueryProvider } from "../_components/query-provider";
import { askedView } from "../_components/views/asked-view";
import { Residue } from "./_components/residue";
import { peopleAtATime, residueFilters } from "./_components/residue-page";

export const metadata: Metadata = { title: "Residue" };

export default async function ResidueListPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireActor("residue.read");
  const notOpened = await askedView(ctx, "residue", searchParams);
  const address = await pageAddress(searchParams, residueFilters);
  const query = ResidueInput.safeParse(Object.fromEntries(new URLSearchParams(address)));
  const [gaps, connections, page] = await Promise.all([
    coverageGaps(ctx),
    connectionNames(ctx),
    query.success ? listResidue(ctx, { ...query.data, limit: peopleAtATime }) : null,
  ]);
  return (
    <QueryProvider>
      <Residue
        mayRequest={may(ctx.actor, "request.file")}
        connections={connections}
        coverage={<CoverageLine gaps={gaps} />}
        first={page && { address, page }}
        notice={notOpened}
      />
    </QueryProvider>
  );
}
