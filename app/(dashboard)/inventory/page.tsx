import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { requireActor } from "@/lib/next/session";
import { coverageGaps } from "@/lib/overview/coverage";
import { listTokens } from "@/lib/tokens/queries";
import { TokenListInput } from "@/lib/tokens/schemas";
import { CoverageLine } from "../_components/coverage-line";
import { pageAddress, type SearchParams } from "../_components/list-address";
import { QueryProvider } from "../_components/query-provider";
import { listNames } from "./_components/filter-names";
import { Inventory } from "./_components/inventory";

export const metadata: Metadata = { title: "Inventory" };

export default async function InventoryPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireActor("inventory.read");
  const address = await pageAddress(searchParams, listNames);
  const query = TokenListInput.safeParse(Object.fromEntries(new URLSearchParams(address)));
  const [gaps, page] = await Promise.all([coverageGaps(ctx), query.success ? listTokens(ctx, query.data) : null]);
  return (
    <>
      <PageHeader title="Inventory">
        Every credential that opens something without a person present. <CoverageLine gaps={gaps} />
      </PageHeader>
      <QueryProvider>
        <Inventory mayRequest={may(ctx.actor, "request.file")} first={page && { address, page }} />
      </QueryProvider>
    </>
  );
}
