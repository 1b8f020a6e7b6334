import { SidePanel } from "@/components/ui/side-panel";
import { accountPage } from "@/lib/accounts/account-page";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { AccountDetails } from "../../_components/account-details";

/** An account beside the list. */
export default async function AccountPanel({ params }: { params: Promise<{ account: string }> }) {
  const ctx = await requireActor("people.read");
  const { account } = await params;
  const page = await found(accountPage(ctx, account));
  return (
    <SidePanel title={page.row.name} href={`/accounts/${account}`}>
      <AccountDetails page={page} narrow />
    </SidePanel>
  );
}
