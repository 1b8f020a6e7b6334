import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { requireActor } from "@/lib/next/session";
import { coverageGaps } from "@/lib/overview/coverage";
import { CoverageLine } from "../_components/coverage-line";
import { QueryProvider } from "../_components/query-provider";
import { Inventory } from "./_components/inventory";

export const metadata: Metadata = { title: "Inventory" };

export default async function InventoryPage() {
  const ctx = await requireActor("inventory.read");
  return (
    <>
      <PageHeader title="Inventory">
        Every credential that opens something without a person present. <CoverageLine gaps={await coverageGaps(ctx)} />
      </PageHeader>
      <QueryProvider>
        <Inventory mayRequest={may(ctx.actor, "request.file")} />
      </QueryProvider>
    </>
  );
}
