import { notFound } from "next/navigation";
import { Card } from "@/components/ui/card";
import { CopyText } from "@/components/ui/copy-text";
import { ExactTime } from "@/components/ui/exact-time";
import { Facts } from "@/components/ui/facts";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Unknown } from "@/components/ui/unknown";
import { auditEntry } from "@/lib/audit/queries";
import { AppError } from "@/lib/core/errors";
import { requireActor } from "@/lib/next/session";

export default async function AuditEntryPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireActor("audit.read");
  const { id } = await params;
  const entry = await auditEntry(ctx, id).catch((error) => {
    if (error instanceof AppError && error.code === "NotFound") notFound();
    throw error;
  });
  return (
    <>
      <PageHeader
        title={<span className="mono text-[19px]">{entry.action}</span>}
        actions={
          <LinkButton href={`/audit?subject=${encodeURIComponent(entry.subjectId)}`}>All about this {entry.subjectType.replaceAll("_", " ")}</LinkButton>
        }
      >
        Entry {entry.id}, by {entry.actorName ?? entry.actor}, <ExactTime at={entry.at} show="both" />
      </PageHeader>
      <Card className="mt-4">
        <Facts
          facts={[
            { term: "Actor", value: entry.actorName ?? entry.actor, note: <span className="mono">{entry.actor}</span> },
            { term: "Database role", value: entry.dbRole, note: "stamped by the database" },
            {
              term: `About the ${entry.subjectType.replaceAll("_", " ")}`,
              value: entry.subjectName ?? <CopyText text={entry.subjectId} label="id" />,
              note: entry.subjectName && <CopyText text={entry.subjectId} label="id" />,
            },
            {
              term: "Sealed as",
              value: entry.index ?? <Unknown>not sealed yet</Unknown>,
              note: entry.hash && <CopyText text={entry.hash} label="leaf hash">{`${entry.hash.slice(0, 16)}…`}</CopyText>,
            },
          ]}
        />
      </Card>
      <Card title="Detail, as sealed" className="mt-3.5">
        <pre className="mono overflow-x-auto text-[12.5px] leading-relaxed whitespace-pre-wrap">{JSON.stringify(entry.detail, null, 2)}</pre>
      </Card>
    </>
  );
}
