import { clsx } from "clsx";
import Link from "next/link";
import { ExactTime } from "@/components/ui/exact-time";
import { type Fact, Facts } from "@/components/ui/facts";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Unknown } from "@/components/ui/unknown";
import type { AccountPage } from "@/lib/accounts/account-page";
import { AccountFindings } from "./account-findings";
import { AccountPerson } from "./account-person";
import { AccountStatus } from "./account-status";
import { AccountTokens } from "./account-tokens";

const kinds = { user: "User account", service: "Service account", unknown: "Account of a kind that nobody states" } as const;

/** Everything about one account: what its vendor says, who answers for it, what is wrong with it, and what it made. `narrow`: in the side panel. */
export function AccountDetails({ page, narrow = false }: { page: AccountPage; narrow?: boolean }) {
  const { row, findings, tokens, may } = page;
  return (
    <>
      <PageHeader title={row.name} mark={<AccountStatus row={row} />}>
        {kinds[row.kind]} at {row.connection.name}.
      </PageHeader>
      <div className="mt-4 rounded-md border border-line bg-panel px-[18px] py-4">
        <Facts columns={narrow ? 2 : 4} facts={factsOf(page)} />
      </div>
      <div className={clsx("mt-3.5 grid grid-cols-1 items-start gap-3.5", !narrow && "lg:grid-cols-2")}>
        <AccountPerson page={page} />
        <AccountFindings findings={findings} mayTriage={may.triage} />
        <AccountTokens tokens={tokens} />
      </div>
    </>
  );
}

function factsOf({ row, externalId, firstSeen, lastSeen, lastUsedFrom, signed }: AccountPage): Fact[] {
  return [
    {
      term: "Connection",
      value: (
        <Link href={`/connections/${row.connection.id}`} className="text-people hover:underline">
          {row.connection.name}
        </Link>
      ),
      note: signed ? undefined : "not signed yet, so this is that address’s word alone",
    },
    { term: "User name", value: row.userName ? <span className="mono">{row.userName}</span> : "not given", note: row.email ?? "no e-mail address" },
    { term: "Id there", value: <span className="mono">{externalId}</span> },
    {
      term: "Last used",
      value: row.lastUsed ? <RelativeTime at={row.lastUsed} /> : <Unknown />,
      note: row.lastUsed && lastUsedFrom ? `according to ${lastUsedFrom}` : undefined,
    },
    { term: "First seen", value: <ExactTime at={firstSeen} /> },
    row.missingSince
      ? { term: "Not listed since", value: <ExactTime at={row.missingSince} />, note: "by complete syncs" }
      : { term: "Last listed", value: <ExactTime at={lastSeen} /> },
  ];
}
