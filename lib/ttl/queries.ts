import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { notFound } from "../core/errors";
import { parse } from "../core/parse";
import type { RuleId } from "../detection/contract";
import type { Severity } from "../domain/severity";
import type { TokenClass } from "../domain/tokens";

/** A policy's four limits, and the rules that find what goes beyond each. */
export const limits = [
  { field: "longestDays", title: "Longest life", rules: ["over-long-life"] },
  { field: "rotateDays", title: "Replace every", rules: ["stale-rotation"] },
  { field: "unusedDays", title: "Unused after", rules: ["unused", "third-party-unused"] },
  { field: "attestDays", title: "Answer every", rules: ["attestation-overdue"] },
] as const satisfies readonly { field: string; title: string; rules: readonly RuleId[] }[];
export type LimitField = (typeof limits)[number]["field"];

export interface TtlPolicyView {
  id: string;
  class: TokenClass | null;
  environment: "production" | "other" | null;
  /** days, and how many tokens go beyond; null = no limit */
  limits: Record<LimitField, { days: number; deviating: number } | null>;
  rationale: string;
  control: string;
  setBy: string;
  setAt: Date;
}

const open = Prisma.sql`f.status in ('open', 'in_review', 'remediating', 'regressed')`;
const byPolicy = Prisma.sql`f.evidence -> 'policy' ->> 'id'`;

/** The TTL policies in force, the narrowest first, each with what deviates from it. */
export async function ttlPolicies(ctx: Context): Promise<TtlPolicyView[]> {
  authorize(ctx.actor, "inventory.read");
  const [rows, counts] = await Promise.all([
    ctx.db.ttlPolicy.findMany({
      where: { endedAt: null },
      orderBy: [{ class: { sort: "asc", nulls: "last" } }, { environment: { sort: "asc", nulls: "last" } }],
    }),
    ctx.db.$queryRaw<{ policy: string; rule: string; n: number }[]>`
      select ${byPolicy} as policy, f.rule, count(*)::int as n from finding f where ${byPolicy} is not null and ${open} group by 1, 2`,
  ]);
  return rows.map((row) => ({
    id: row.id,
    class: row.class,
    environment: row.environment as TtlPolicyView["environment"],
    limits: Object.fromEntries(
      limits.map(({ field, rules }) => {
        const days = row[field];
        const of = counts.filter(({ policy, rule }) => policy === row.id && (rules as readonly string[]).includes(rule));
        return [field, days === null ? null : { days, deviating: of.reduce((sum, { n }) => sum + n, 0) }];
      }),
    ) as TtlPolicyView["limits"],
    rationale: row.rationale,
    control: row.control,
    setBy: row.setBy,
    setAt: row.setAt,
  }));
}

export interface Deviation {
  id: string;
  token: { id: string; name: string; connection: string };
  rule: string;
  severity: Severity;
  words: string;
  since: Date;
}

export const DeviationsInput = z.object({
  policy: z.uuid(),
  limit: z.enum(limits.map(({ field }) => field)).optional(),
  after: z.uuid().optional(),
});
const pageSize = 100;

/** The tokens that go beyond one policy, a page at a time, by keyset; `after` is the last row's id. Throws NotFound. */
export async function deviations(ctx: Context, input: unknown): Promise<{ policy: TtlPolicyView; ended: Date | null; rows: Deviation[]; next: string | null }> {
  authorize(ctx.actor, "inventory.read");
  const { policy: id, limit, after } = parse(DeviationsInput, input);
  const stored = await ctx.db.ttlPolicy.findUnique({ where: { id } });
  if (!stored) throw notFound("The policy");
  const rules = limits.filter(({ field }) => !limit || field === limit).flatMap((one) => one.rules as readonly string[]);
  const rows = await ctx.db.$queryRaw<(Omit<Deviation, "token"> & { tokenId: string; name: string; connection: string })[]>`
    select f.id, f.token_id as "tokenId", t.name, c.name as connection, f.rule, f.severity, f.factors -> 0 ->> 'words' as words, f.first_seen_at as since
    from finding f join token t on t.id = f.token_id join connection c on c.id = t.connection_id
    where ${byPolicy} = ${id} and ${open} and f.rule = any(${rules}::text[]) ${after ? Prisma.sql`and f.id > ${after}::uuid` : Prisma.empty}
    order by f.id limit ${pageSize + 1}`;
  const shown = rows.slice(0, pageSize).map(({ tokenId, name, connection, ...row }) => ({ ...row, token: { id: tokenId, name, connection } }));
  const all = await ttlPolicies(ctx);
  const policy = all.find((one) => one.id === id) ?? {
    id,
    class: stored.class,
    environment: stored.environment as TtlPolicyView["environment"],
    limits: { longestDays: null, rotateDays: null, unusedDays: null, attestDays: null },
    rationale: stored.rationale,
    control: stored.control,
    setBy: stored.setBy,
    setAt: stored.setAt,
  };
  return { policy, ended: stored.endedAt, rows: shown, next: rows.length > pageSize ? (shown.at(-1)?.id ?? null) : null };
}
