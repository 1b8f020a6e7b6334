import type { Metadata } from "next";
import { requireActor } from "@/lib/next/session";
import { coverageGaps } from "@/lib/overview/coverage";
import { staleWords } from "@/lib/overview/stale-words";
import { listGaps } from "@/lib/ownership/list-gaps";
import { mayAssignAnyone } from "@/lib/ownership/may-assign";
import { GapListInput } from "@/lib/ownership/schemas";
import { connectionNames } from "@/lib/tokens/facets";
import { CoverageLine } from "../_components/coverage-line";
import { pageAddress, type SearchParams } from "../_components/list-address";
import { QueryProvider } from "../_components/query-provider";
import { askedView } from "../_components/views/asked-view";
import { gapFilters } from "./_components/gap-page";
import { Ownership } from "./_components/ownership";

export const metadata: Metadata = { title: "Ownership" };

export default async function OwnershipPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireActor("inventory.read");
  const notOpened = await askedView(ctx, "ownership", searchParams);
  const address = await pageAddress(searchParams, gapFilters);
  const query = GapListInput.safeParse(Object.fromEntries(new URLSearchParams(address)));
  const [gaps, connections, page] = await Promise.all([coverageGaps(ctx), connectionNames(ctx), query.success ? listGaps(ctx, query.data) : null]);
  return (
    <QueryProvider>
      <Ownership
        me={ctx.actor.id}
        assignsAnyone={mayAssignAnyone(ctx.actor)}
        connections={connections}
        coverage={<CoverageLine gaps={gaps} />}
        stale={staleWords(gaps, ctx.clock.now())}
        first={page && { address, page }}
        notice={notOpened}
      />
    </QueryProvider>
  );
}
