import { SidePanel } from "@/components/ui/side-panel";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { tokenPage } from "@/lib/tokens/token-page";
import { QueryProvider } from "../../_components/query-provider";
import { TokenDetails } from "./token-details";

/** A token beside a list. */
export async function TokenPanel({ params }: { params: Promise<{ token: string }> }) {
  const ctx = await requireActor("inventory.read");
  const { token: id } = await params;
  const token = await found(tokenPage(ctx, id));
  return (
    <SidePanel title={token.row.name} href={`/inventory/${id}`}>
      <QueryProvider>
        <TokenDetails token={token} narrow />
      </QueryProvider>
    </SidePanel>
  );
}
