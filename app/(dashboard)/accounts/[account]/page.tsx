import type { Metadata } from "next";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { accountPage } from "@/lib/accounts/account-page";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { AccountDetails } from "../_components/account-details";

export const metadata: Metadata = { title: "Account" };

export default async function AccountRoute({ params }: { params: Promise<{ account: string }> }) {
  const ctx = await requireActor("people.read");
  const { account } = await params;
  const page = await found(accountPage(ctx, account));
  return (
    <>
      <BreadcrumbLeaf>{page.row.name}</BreadcrumbLeaf>
      <AccountDetails page={page} />
    </>
  );
}
