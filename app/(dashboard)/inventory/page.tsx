import type { Metadata } from "next";
import { preload } from "react-dom";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { requireActor } from "@/lib/next/session";
import { coverageGaps } from "@/lib/overview/coverage";
import { staleWords } from "@/lib/overview/stale-words";
import { CoverageLine } from "../_components/coverage-line";
import { pageAddress, type SearchParams } from "../_components/list-address";
import { QueryProvider } from "../_components/query-provider";
import { askedView } from "../_components/views/asked-view";
import { listNames } from "./_components/filter-names";
import { Inventory } from "./_components/inventory";

export const metadata: Metadata = { title: "Inventory" };

/** Around the rows: the rows themselves are asked for by the browser, at once (the preload) and as PostgreSQL builds them. */
export default async function InventoryPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireActor("inventory.read");
  const notOpened = await askedView(ctx, "inventory", searchParams);
  const address = await pageAddress(searchParams, listNames);
  preload(`/api/inventory?${address}`, { as: "fetch", crossOrigin: "anonymous" });
  const gaps = await coverageGaps(ctx);
  return (
    <>
      <PageHeader title="Inventory">
        Every credential that opens something without a person present. <CoverageLine gaps={gaps} />
      </PageHeader>
      {notOpened}
      <QueryProvider>
        <Inventory
          stale={staleWords(gaps, ctx.clock.now())}
          may={{ own: may(ctx.actor, "token.own"), link: may(ctx.actor, "workload.manage"), file: may(ctx.actor, "request.file") }}
        />
      </QueryProvider>
    </>
  );
}
