import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { preload } from "react-dom";
import { Message } from "@/components/ui/message";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { requireActor } from "@/lib/next/session";
import { coverageGaps } from "@/lib/overview/coverage";
import { staleWords } from "@/lib/overview/stale-words";
import { openView } from "@/lib/views/open-view";
import { CoverageLine } from "../_components/coverage-line";
import { pageAddress, type SearchParams } from "../_components/list-address";
import { QueryProvider } from "../_components/query-provider";
import { listNames } from "./_components/filter-names";
import { Inventory } from "./_components/inventory";

export const metadata: Metadata = { title: "Inventory" };

/** Around the rows: the rows themselves are asked for by the browser, at once (the preload) and as PostgreSQL builds them. */
export default async function InventoryPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireActor("inventory.read");
  const asked = (await searchParams).view;
  const view = typeof asked === "string" ? await openView(ctx, "inventory", asked) : null;
  if (view) redirect(`/inventory?${view.query}`);
  const address = await pageAddress(searchParams, listNames);
  preload(`/api/inventory?${address}`, { as: "fetch", crossOrigin: "anonymous" });
  const gaps = await coverageGaps(ctx);
  return (
    <>
      <PageHeader title="Inventory">
        Every credential that opens something without a person present. <CoverageLine gaps={gaps} />
      </PageHeader>
      {asked && (
        <div className="mt-3">
          <Message tone="info" title="This view can’t be opened">
            It was deleted, or whose it is does not share it any more. Everything is listed instead.
          </Message>
        </div>
      )}
      <QueryProvider>
        <Inventory
          stale={staleWords(gaps, ctx.clock.now())}
          may={{ own: may(ctx.actor, "token.own"), link: may(ctx.actor, "workload.manage"), file: may(ctx.actor, "request.file") }}
        />
      </QueryProvider>
    </>
  );
}
