import type { Metadata } from "next";
import Link from "next/link";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { Severity } from "@/components/ui/severity";
import { EmptyState } from "@/components/ui/states";
import { Table, Td, Th } from "@/components/ui/table";
import { ruleOf } from "@/lib/detection/catalog";
import { findingStateTitles } from "@/lib/domain/words";
import { closingWords } from "@/lib/findings/finding-history";
import { FindingListInput, type FindingRow, listFindings } from "@/lib/findings/list-findings";
import { requireActor } from "@/lib/next/session";

export const metadata: Metadata = { title: "Findings" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The findings behind a number: of one rule, by severity or status. */
export default async function FindingsPage({ searchParams }: Props) {
  const ctx = await requireActor("inventory.read");
  const given = await searchParams;
  const query = FindingListInput.safeParse(given);
  const { rows, next } = query.success ? await listFindings(ctx, given) : { rows: [], next: null };
  const rule = query.success && query.data.rule?.length === 1 ? ruleOf(query.data.rule[0] ?? "") : undefined;
  const words = query.success
    ? [query.data.severity?.join(", "), query.data.status?.map((status) => findingStateTitles[status]).join(", ")].filter(Boolean).join(", ")
    : "";
  const more = new URLSearchParams(Object.entries(given).flatMap(([key, value]) => (typeof value === "string" && key !== "cursor" ? [[key, value]] : [])));
  if (next) more.set("cursor", next);
  return (
    <>
      <BreadcrumbLeaf>Findings</BreadcrumbLeaf>
      <PageHeader title={`${rule?.title ?? "Findings"}${words ? `: ${words}` : ""}`}>{rule?.remediation}</PageHeader>
      <div className="mt-4">
        {rows.length === 0 ? (
          <EmptyState title="Nothing is here" action={<LinkButton href="/frameworks">Frameworks</LinkButton>}>
            {query.success ? "No finding stands so now. It may have been closed since." : "This address asks for something that findings don’t have."}
          </EmptyState>
        ) : (
          <Rows rows={rows} />
        )}
      </div>
      {next && (
        <div className="mt-3">
          <LinkButton href={`/frameworks/findings?${more}`}>Next {rows.length}</LinkButton>
        </div>
      )}
    </>
  );
}

/** Why it stands as it does, where something was said or found since. */
function became({ status, closing, triage, note }: FindingRow): string | null {
  if (status === "closed_false_positive") return triage && `${triage.by}${note ? `: “${note}”` : ""}`;
  if (!closing || (status !== "closed_proven" && status !== "regressed")) return null;
  return status === "regressed" ? `closed before: ${closingWords(closing)}` : closingWords(closing);
}

function Rows({ rows }: { rows: FindingRow[] }) {
  return (
    <Table label="Findings">
      <thead>
        <tr>
          <Th>About</Th>
          <Th className="max-sm:hidden">Rule</Th>
          <Th>Severity</Th>
          <Th className="max-sm:hidden">Person</Th>
          <Th>Stands</Th>
          <Th className="max-sm:hidden">First seen</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <Td className="min-w-32 break-all">
              {row.token ? (
                <Link href={`/inventory/${row.token.id}`} className="font-[550] break-words hover:underline">
                  {row.token.name}
                </Link>
              ) : (
                row.account && (
                  <>
                    account{" "}
                    <Link href={`/accounts/${row.account.id}`} className="font-[550] break-words hover:underline">
                      {row.account.name}
                    </Link>
                  </>
                )
              )}
            </Td>
            <Td className="min-w-40 max-sm:hidden">{ruleOf(row.rule)?.title ?? row.rule}</Td>
            <Td>
              <Severity level={row.severity} />
            </Td>
            <Td className="whitespace-nowrap max-sm:hidden">
              {row.person && (
                <Link href={`/people/${row.person.id}`} className="hover:underline">
                  {row.person.name}
                </Link>
              )}
            </Td>
            <Td className="min-w-32">
              {findingStateTitles[row.status]}
              <span className="block text-[12.5px] text-ink-3">{became(row)}</span>
            </Td>
            <Td className="whitespace-nowrap text-ink-2 max-sm:hidden">
              <RelativeTime at={row.firstSeen} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
