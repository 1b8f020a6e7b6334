import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { notFound } from "../core/errors";
import { escapeLike } from "../core/like";
import { parse } from "../core/parse";
import { type LogState, logState } from "./log-state";

export const AuditFilter = z.object({
  /** text found in action, actor, subject or detail */
  q: z.string().trim().max(200).optional(),
  action: z.string().max(100).optional(),
  actor: z.string().max(200).optional(),
  role: z.enum(["web", "signer", "collector", "executor"]).optional(),
  subject: z.string().max(200).optional(),
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
  /** id of the last entry of the page before */
  after: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

export interface AuditRow {
  id: string;
  at: string;
  dbRole: string;
  actor: string;
  /** the person's name, when the actor is one */
  actorName: string | null;
  action: string;
  subjectType: string;
  subjectId: string;
  subjectName: string | null;
  detail: unknown;
  /** place in the tree; null = not sealed yet */
  index: number | null;
  /** leaf hash, hex */
  hash: string | null;
}

const pageSize = 50;
/** What people call the subject, where it is a row that has a name: one look-up by key each. */
const subjectId = Prisma.sql`case when e.subject_id ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then e.subject_id::uuid end`;
const subjectName = Prisma.sql`case e.subject_type
    when 'request' then (select 'R-' || s.number from request s where s.id = ${subjectId})
    when 'person' then (select s.display_name from person s where s.id = ${subjectId})
    when 'token' then (select s.name from token s where s.id = ${subjectId})
    when 'connection' then (select s.name from connection s where s.id = ${subjectId})
    when 'api_token' then (select s.name from api_token s where s.id = ${subjectId})
    when 'account' then (select s.name from account s where s.id = ${subjectId})
    when 'workload' then (select s.name from workload s where s.id = ${subjectId})
    when 'execution' then (select t.name from execution s join token t on t.id = s.token_id where s.id = ${subjectId})
  end`;
const select = Prisma.sql`select e.id::text as id, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.db_role as "dbRole", e.actor,
    p.display_name as "actorName", ${subjectName} as "subjectName", e.action, e.subject_type as "subjectType", e.subject_id as "subjectId", e.detail, l.index::int as index, l.hash
  from audit_entry e
  left join audit_leaf l on l.entry_id = e.id
  left join person p on e.actor = 'person:' || p.id::text`;

/** One page of the log, newest first; `next` continues it. */
export async function listAudit(ctx: Context, input: unknown): Promise<{ rows: AuditRow[]; next: string | null }> {
  authorize(ctx.actor, "audit.read");
  const filter = parse(AuditFilter, input);
  const pattern = filter.q ? `%${escapeLike(filter.q)}%` : null;
  const where = [
    filter.after ? Prisma.sql`e.id < ${BigInt(filter.after)}` : null,
    filter.action ? Prisma.sql`e.action = ${filter.action}` : null,
    filter.actor ? Prisma.sql`e.actor = ${filter.actor}` : null,
    filter.role ? Prisma.sql`e.db_role = ${filter.role}` : null,
    filter.subject ? Prisma.sql`e.subject_id = ${filter.subject}` : null,
    filter.from ? Prisma.sql`e.at >= ${filter.from}` : null,
    filter.to ? Prisma.sql`e.at < ${filter.to}` : null,
    pattern
      ? Prisma.sql`(e.action ilike ${pattern} or e.actor ilike ${pattern} or e.subject_id ilike ${pattern} or p.display_name ilike ${pattern} or e.detail::text ilike ${pattern})`
      : null,
  ].filter((part) => part !== null);
  const rows = await ctx.db.$queryRaw<
    AuditRow[]
  >`${select} ${where.length > 0 ? Prisma.sql`where ${Prisma.join(where, " and ")}` : Prisma.empty} order by e.id desc limit ${pageSize + 1}`;
  const page = rows.slice(0, pageSize);
  return { rows: page, next: rows.length > pageSize ? (page.at(-1)?.id ?? null) : null };
}

/** One entry by its id. Throws NotFound. */
export async function auditEntry(ctx: Context, id: string): Promise<AuditRow> {
  authorize(ctx.actor, "audit.read");
  const rows = /^\d{1,18}$/.test(id) ? await ctx.db.$queryRaw<AuditRow[]>`${select} where e.id = ${BigInt(id)}` : [];
  if (!rows[0]) throw notFound(`Audit entry ${id}`);
  return rows[0];
}

export interface AuditHead {
  entries: number;
  sealed: number;
  /** entries waiting for the next seal */
  waiting: number;
  checkpoint: { size: number; root: string; note: string; at: Date; witnessedAt: Date | null } | null;
  /** verifier key as the executor published it; compare with the one kept outside */
  key: string | null;
  state: LogState;
}

/** Where the log stands: how much is sealed, under which head, by whose key. */
export async function auditHead(ctx: Context): Promise<AuditHead> {
  authorize(ctx.actor, "audit.read");
  const [entries, sealed, checkpoint, executor, state] = await Promise.all([
    ctx.db.auditEntry.count(),
    ctx.db.auditLeaf.count(),
    ctx.db.checkpoint.findFirst({ orderBy: { size: "desc" } }),
    ctx.db.processStatus.findFirst({ where: { process: "executor" }, orderBy: { heartbeatAt: "desc" } }),
    logState(ctx.db),
  ]);
  return {
    entries,
    sealed,
    waiting: entries - sealed,
    checkpoint: checkpoint && { ...checkpoint, size: Number(checkpoint.size) },
    key: executor?.auditKey ?? null,
    state,
  };
}

/** The distinct actions in the log, for the filter. */
export async function auditActions(ctx: Context): Promise<string[]> {
  authorize(ctx.actor, "audit.read");
  // A loose index scan: one step per distinct action, however long the log is.
  const rows = await ctx.db.$queryRaw<{ action: string }[]>`
    with recursive a as (
      (select action from audit_entry order by action limit 1)
      union all
      select (select e.action from audit_entry e where e.action > a.action order by e.action limit 1) from a where a.action is not null
    ) select action from a where action is not null`;
  return rows.map((row) => row.action);
}
