import { may } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Severity } from "../domain/severity";
import { countRequests, listRequests } from "../requests/list-requests";
import { listResidue } from "../residue/queries";
import { alarms } from "./alarms";
import { coverageGaps } from "./coverage";

/** Something that waits for a person, gravest first. */
export interface Decision {
  kind: "log" | "notices" | "sign" | "unproven" | "refused" | "residue" | "trust" | "connection";
  /** lower comes first */
  rank: number;
  title: string;
  why: string;
  /** what the button says */
  verb: string;
  href: string;
  since: string | null;
  severity: Severity | null;
  mine: boolean;
}

const severityRank: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };
const shown = 12;

/** What needs a decision first: what only this person can do, then what is gravest, then what waits longest. */
export async function decisions(ctx: Context): Promise<Decision[]> {
  const parts = await Promise.all([alarms(ctx), toSign(ctx), stuck(ctx), residue(ctx), trust(ctx), broken(ctx)]);
  return parts
    .flat()
    .sort((a, b) => a.rank - b.rank || (a.since ?? "").localeCompare(b.since ?? ""))
    .slice(0, shown);
}

async function toSign(ctx: Context): Promise<Decision[]> {
  if (!may(ctx.actor, "request.sign")) return [];
  const { rows } = await listRequests(ctx, { view: "mine", limit: shown });
  return rows.map((row) => ({
    kind: "sign",
    rank: row.critical ? 0 : 10,
    title: `Revoke ${row.names.join(", ")}${row.machine.targets > row.names.length ? ` and ${row.machine.targets - row.names.length} more` : ""} on ${row.connection.name}`,
    why: `R-${row.number}, requested by ${row.requester.name}. ${row.signed} of ${row.quorum.people} signed.`,
    verb: "Read and sign",
    href: `/requests/${row.number}`,
    since: row.createdAt,
    severity: row.critical ? "critical" : null,
    mine: true,
  }));
}

/** Requests whose machine side needs a person: unproven for long, or refused and not filed again. */
async function stuck(ctx: Context): Promise<Decision[]> {
  const rows = await ctx.db.$queryRaw<{ number: number; name: string; status: string; since: Date; refusal: string | null }[]>`
    select r.number, t.name, e.status::text as status, coalesce(e.unproven_since, e.ended_at) as since, e.refusal
    from execution e join request r on r.id = e.request_id join token t on t.id = e.token_id join token_state s on s.token_id = t.id
    where (e.status = 'proving' and e.unproven_since is not null)
      or (e.status = 'refused' and s.state <> 'dead' and not exists (select from request n where n.supersedes = r.id)
        and e.ended_at > now() - interval '30 days'
        and not exists (select from request_target rt join request n on n.id = rt.request_id where rt.token_id = e.token_id and n.created_at > r.created_at))
    order by since limit ${shown}`;
  return rows.map((row) => ({
    kind: row.status === "refused" ? "refused" : "unproven",
    rank: row.status === "refused" ? 15 : 5,
    title: row.status === "refused" ? `${row.name} was not revoked` : `${row.name} still answers, or nobody can tell`,
    why:
      row.status === "refused"
        ? `R-${row.number}: the machine refused (${row.refusal?.replaceAll("_", " ")}). Its page says what to do.`
        : `R-${row.number}: the machine acted, but the token's death is not proven.`,
    verb: row.status === "refused" ? "See why" : "See the transcript",
    href: `/requests/${row.number}`,
    since: row.since.toISOString(),
    severity: "high",
    mine: may(ctx.actor, "request.file"),
  }));
}

async function residue(ctx: Context): Promise<Decision[]> {
  if (!may(ctx.actor, "request.file")) return [];
  const { people } = await listResidue(ctx, { limit: 5 });
  return people
    .filter(({ tokens }) => tokens.some(({ row }) => row.state === "active"))
    .map(({ person, left, tokenCount, accountCount, usedSince, severity }) => ({
      kind: "residue",
      rank: 20 + severityRank[severity],
      title: `${person.name} ${person.status === "suspended" ? "is suspended" : "left"}, ${tokenCount + accountCount === 1 ? "one thing" : `${tokenCount + accountCount} things`} of theirs ${tokenCount + accountCount === 1 ? "works" : "work"} still`,
      why:
        usedSince === "yes" ? "Used since." : usedSince === "no" ? "Not used since, as far as the last sync knows." : "Whether it was used since is unknown.",
      verb: "Decide",
      href: `/residue?q=${encodeURIComponent(person.name)}`,
      since: left?.at ?? null,
      severity,
      mine: true,
    }));
}

async function trust(ctx: Context): Promise<Decision[]> {
  if (!may(ctx.actor, "trust.propose")) return [];
  const waiting = await ctx.db.trustStatement.findMany({
    where: { OR: [{ state: null }, { state: { status: "waiting_signatures" } }] },
    orderBy: { createdAt: "asc" },
    take: 5,
    select: { kind: true, subject: true, createdAt: true },
  });
  const names: Record<string, string> = {
    key: "A key",
    key_withdrawal: "The withdrawal of a key",
    approver_group: "An approver group",
    approval_policy: "An approval policy",
    connection: "A connection",
  };
  return waiting.map(({ kind, createdAt }) => ({
    kind: "trust",
    rank: 8,
    title: `${names[kind]} waits for an administrator's signature`,
    why: "Until it is signed, the machine does not trust it.",
    verb: "Read and sign",
    href: "/set-up",
    since: createdAt.toISOString(),
    severity: null,
    mine: true,
  }));
}

async function broken(ctx: Context): Promise<Decision[]> {
  if (!may(ctx.actor, "connection.sync")) return [];
  const gaps = await coverageGaps(ctx);
  return gaps.slice(0, 5).map((gap) => ({
    kind: "connection",
    rank: 30,
    title: gap.kind === "never_synced" ? `${gap.name} was never read` : `${gap.name} ${gap.kind === "failing" ? "can't be read" : "was not read lately"}`,
    why: gap.tokens === null ? "What it holds is unknown." : `${gap.tokens.toLocaleString("en-US")} tokens there may have changed unseen.`,
    verb: "Look at the connection",
    href: `/connections/${gap.id}`,
    since: gap.lastGoodSync,
    severity: null,
    mine: true,
  }));
}

/** How many decisions wait in all, and for whom. */
export async function decisionCounts(ctx: Context): Promise<{ open: number; mine: number; machine: number }> {
  const { open, mine, machine } = await countRequests(ctx);
  return { open, mine, machine };
}
