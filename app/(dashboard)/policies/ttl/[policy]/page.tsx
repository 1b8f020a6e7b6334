import type { Metadata } from "next";
import Link from "next/link";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { ExactTime } from "@/components/ui/exact-time";
import { LinkButton } from "@/components/ui/link-button";
import { Message } from "@/components/ui/message";
import { PageHeader } from "@/components/ui/page-header";
import { Severity } from "@/components/ui/severity";
import { Table, Td, Th } from "@/components/ui/table";
import { plural } from "@/lib/core/format";
import { ruleTitles } from "@/lib/domain/words";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { deviations, limits } from "@/lib/ttl/queries";
import { scopeInWords } from "../../_components/ttl-words";

export const metadata: Metadata = { title: "TTL policy" };

interface Props {
  params: Promise<{ policy: string }>;
  searchParams: Promise<{ limit?: string; after?: string }>;
}

export default async function TtlPolicyPage({ params, searchParams }: Props) {
  const ctx = await requireActor("inventory.read");
  const [{ policy: id }, { limit, after }] = await Promise.all([params, searchParams]);
  const { policy, ended, rows, next } = await found(deviations(ctx, { policy: id, limit, after }));
  const address = (more: Record<string, string>) => `/policies/ttl/${id}?${new URLSearchParams(more)}`;
  return (
    <>
      <BreadcrumbLeaf>TTL policy</BreadcrumbLeaf>
      <PageHeader title={scopeInWords(policy)}>{policy.rationale}</PageHeader>
      {ended && (
        <div className="mt-3">
          <Message title="It has ended">
            Since <ExactTime at={ended.toISOString()} />, so nothing goes beyond it any more.
          </Message>
        </div>
      )}
      <nav aria-label="Limits" className="mt-4 flex flex-wrap gap-2">
        <LinkButton href={address({})} size="sm" variant={limit ? "quiet" : "default"}>
          All limits
        </LinkButton>
        {limits.map(({ field, title }) => {
          const set = policy.limits[field];
          return set ? (
            <LinkButton key={field} href={address({ limit: field })} size="sm" variant={limit === field ? "default" : "quiet"}>
              {title} {plural(set.days, "day")}: {set.deviating.toLocaleString("en")} beyond
            </LinkButton>
          ) : null;
        })}
      </nav>
      <div className="mt-3">
        {rows.length === 0 ? (
          <p className="text-[13px] text-ink-2">Nothing goes beyond it, as far as dates are known. What has no date is unknown, not within the limit.</p>
        ) : (
          <Table label="Tokens beyond the policy">
            <thead>
              <tr>
                <Th>Token</Th>
                <Th>Connection</Th>
                <Th>Finding</Th>
                <Th>Severity</Th>
                <Th>Why</Th>
                <Th>Since</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <Td className="max-w-[36ch] truncate">
                    <Link href={`/inventory/${row.token.id}`} className="font-[520] underline">
                      {row.token.name}
                    </Link>
                  </Td>
                  <Td>{row.token.connection}</Td>
                  <Td className="whitespace-nowrap">{ruleTitles[row.rule] ?? row.rule}</Td>
                  <Td>
                    <Severity level={row.severity} />
                  </Td>
                  <Td className="min-w-[30ch] text-ink-2">{row.words}</Td>
                  <Td className="whitespace-nowrap">
                    <ExactTime at={row.since.toISOString()} />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </div>
      {next && (
        <p className="mt-3">
          <LinkButton href={address({ ...(limit ? { limit } : {}), after: next })}>Further tokens</LinkButton>
        </p>
      )}
    </>
  );
}
