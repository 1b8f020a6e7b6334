import { buttonStyle } from "@/components/ui/button-style";
import { FilterChip } from "@/components/ui/filter-chip";
import { PageHeader } from "@/components/ui/page-header";
import { SearchBox } from "@/components/ui/search-box";
import { AuditFilter, auditActions, auditHead, listAudit } from "@/lib/audit/queries";
import { requireActor } from "@/lib/next/session";
import { AuditList } from "./_components/audit-list";
import { Head } from "./_components/head";
import { LogAlarm } from "./_components/log-alarm";

export const metadata = { title: "Audit" };

const roles = [
  { value: "web", label: "web (people)" },
  { value: "signer", label: "signer" },
  { value: "collector", label: "collector" },
  { value: "executor", label: "executor" },
];

export default async function AuditPage({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const ctx = await requireActor("audit.read");
  const query = AuditFilter.safeParse(await searchParams);
  const filter = query.success ? query.data : {};
  const [head, page, actions] = await Promise.all([auditHead(ctx), listAudit(ctx, filter), auditActions(ctx)]);
  const { after: _after, ...shown } = filter;
  return (
    <>
      <PageHeader
        title="Audit"
        actions={
          <a href="/api/audit/export" download className={buttonStyle("default")}>
            Export the log
          </a>
        }
      >
        Everything that people and machines did, and everything that was refused. The executor seals it; an export verifies without this server.
      </PageHeader>
      <LogAlarm state={head.state} />
      <Head head={head} />
      <div className="mt-4 mb-2.5 flex flex-wrap items-center gap-2">
        <SearchBox label="Search the log" placeholder="Person, action, id…" />
        <FilterChip label="Action" param="action" options={actions.map((action) => ({ value: action, label: action }))} />
        <FilterChip label="Written by" param="role" options={roles} />
      </div>
      <AuditList key={JSON.stringify(shown)} first={page} filter={shown} filtered={Object.values(shown).some(Boolean)} />
    </>
  );
}
