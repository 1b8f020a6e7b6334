import type { Metadata } from "next";
import Link from "next/link";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { EmptyState } from "@/components/ui/states";
import { countAccounts } from "@/lib/accounts/count-accounts";
import { listAccounts } from "@/lib/accounts/list-accounts";
import { AccountListInput } from "@/lib/accounts/schemas";
import { plural } from "@/lib/core/format";
import { ruleOf } from "@/lib/detection/catalog";
import { requireActor } from "@/lib/next/session";
import { AccountFilters } from "./_components/account-filters";
import { AccountList } from "./_components/account-list";

export const metadata: Metadata = { title: "Accounts" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** Accounts at connections: whose each is, or who answers for it. */
export default async function AccountsPage({ searchParams }: Props) {
  const ctx = await requireActor("people.read");
  const given = Object.fromEntries(Object.entries(await searchParams).flatMap(([name, value]) => ([value].flat()[0] ? [[name, [value].flat()[0]]] : [])));
  const query = AccountListInput.safeParse({ ...given, cursor: undefined });
  if (!query.success)
    return (
      <>
        <PageHeader title="Accounts" />
        <div className="mt-4">
          <EmptyState title="Nothing is here" action={<LinkButton href="/accounts">All accounts</LinkButton>}>
            This address asks for something that accounts don’t have.
          </EmptyState>
        </div>
      </>
    );
  const counted = countAccounts(ctx, query.data);
  // without a filter both are the same, and each looks at every account
  const [first, counts, all] = await Promise.all([listAccounts(ctx, query.data), counted, Object.keys(given).length === 0 ? counted : countAccounts(ctx, {})]);
  if (all.total === 0)
    return (
      <>
        <PageHeader title="Accounts" />
        <div className="mt-4">
          <EmptyState title="No connection has listed an account yet" action={<LinkButton href="/connections">Connections</LinkButton>}>
            Accounts come with each sync, or with an imported listing.
          </EmptyState>
        </div>
      </>
    );
  return (
    <>
      <PageHeader
        title={
          all.link.unlinked === 0 ? (
            "Every account is linked to a person"
          ) : (
            <Link href="/accounts?link=unlinked" className="hover:underline">
              {plural(all.link.unlinked, "account leads", "accounts lead")} to nobody
            </Link>
          )
        }
      >
        An account is somebody’s, or somebody answers for it; then a departure reaches what it made. Service accounts are linked by hand alone.
      </PageHeader>
      <AccountFilters
        counts={counts}
        rule={query.data.finding ? { id: query.data.finding, title: ruleOf(query.data.finding)?.title ?? query.data.finding } : null}
      />
      <AccountList key={JSON.stringify(query.data)} first={first} total={counts.total} />
    </>
  );
}
