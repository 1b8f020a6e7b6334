import type { Metadata } from "next";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { tokenPage } from "@/lib/tokens/token-page";
import { QueryProvider } from "../../_components/query-provider";
import { StateBadge } from "../../_components/token-words";
import { TokenActions } from "../_components/token-actions";
import { stateInWords, TokenDetails } from "../_components/token-details";

export const metadata: Metadata = { title: "Token" };

export default async function TokenFullPage({ params }: { params: Promise<{ token: string }> }) {
  const ctx = await requireActor("inventory.read");
  const token = await found(tokenPage(ctx, (await params).token));
  return (
    <QueryProvider>
      <BreadcrumbLeaf>{token.row.name}</BreadcrumbLeaf>
      <PageHeader title={token.row.name} mark={<StateBadge state={token.row.state} />} actions={<TokenActions token={token} />}>
        On {token.row.connection.name}. {token.proof && stateInWords(token)}
      </PageHeader>
      <div className="mt-4">
        <TokenDetails token={token} />
      </div>
    </QueryProvider>
  );
}
