import { may } from "../authorization/authorize";
import { atLeisure } from "../core/at-leisure";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { plural } from "../core/format";
import type { Severity } from "../domain/severity";
import { countRequests, listRequests } from "../requests/list-requests";
import { ownersAlone } from "../residue/item-sql";
import { listResidue } from "../residue/queries";
import { waitingStatements } from "../trust/queries";
import { alarms } from "./alarms";
import { causes } from "./causes";
import { coverageGaps } from "./coverage";
import { exposed } from "./exposed";

export const decisionKinds = ["log", "notices", "sign", "unproven", "refused", "residue", "exposure", "trust", "connection", "cause"] as const;

/** Something that waits for a person, gravest first. */
export interface Decision {
  kind: (typeof decisionKinds)[number];
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

/** Everything of one kind that waits; `shown` may hold only the first of them, and `all` is the page that has every one. */
export interface Waiting {
  count: number;
  shown: Decision[];
  /** `count` where the page lists something else than what waits: the rows behind the groups */
  all: { count?: number; label: string; href: string };
}

export interface Decisions {
  /** how many wait in all, shown or not */
  count: number;
  shown: Decision[];
  /** the kinds of which more wait than are shown: how many there are in all, and the page that lists exactly these */
  lists: { count: number; label: string; href: string }[];
}

const severityRank: Record<Severity, number> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };
/** of each kind */
const shown = 6;
/** in all: what does not fit is in the lists behind, not in thousands of lines here */
const mostShown = 20;

/**
 * What needs a decision first: what only this person can do, then what is gravest, then what waits longest; where room is left, where most of the rest comes from.
 * An API token is told what its scopes open.
 */
export async function decisions(ctx: Context): Promise<Decisions> {
  const parts = await Promise.all([
    alarms(ctx).then(every),
    toSign(ctx),
    unproven(ctx),
    refused(ctx),
    residue(ctx),
    exposed(ctx, shown),
    trust(ctx),
    broken(ctx),
  ]);
  const waiting = parts.flatMap((part) => part.shown).sort((a, b) => a.rank - b.rank || (a.since ?? "").localeCompare(b.since ?? ""));
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    shown: [...waiting, ...(await causes(ctx, mostShown - waiting.length))],
    lists: parts.filter((part) => part.count > part.shown.length).map(({ count, all }) => ({ count, ...all })),
  };
}

/** What is not this person's to decide is no part of their count. */
const none: Waiting = { count: 0, shown: [], all: { label: "", href: "/" } };

/** A kind of which all are always shown. */
const every = (list: Decision[]): Waiting => ({ ...none, count: list.length, shown: list });

async function toSign(ctx: Context): Promise<Waiting> {
  if (!may(ctx.actor, "request.sign")) return none;
  const [{ rows }, { mine }] = await Promise.all([listRequests(ctx, { view: "mine", limit: shown }), countRequests(ctx)]);
  const list = rows.map(
    (row): Decision => ({
      kind: "sign",
      rank: row.critical ? 0 : 10,
      title: `Revoke ${row.names.join(", ")}${row.machine.targets > row.names.length ? ` and ${row.machine.targets - row.names.length} more` : ""} on ${row.connection.name}`,
      why: `R-${row.number}, requested by ${row.requester.name}. ${row.signed} of ${row.needed} signed.`,
      verb: "Read and sign",
      href: `/requests/${row.number}`,
      since: row.createdAt,
      severity: row.critical ? "critical" : null,
      mine: true,
    }),
  );
  return { count: mine, shown: list, all: { label: "requests that wait for you", href: "/requests?view=mine" } };
}

/** Requests whose machine side needs a person, one line a request however many of its tokens that concerns. */
async function unproven(ctx: Context): Promise<Waiting> {
  if (!may(ctx.actor, "request.read")) return none;
  const rows = await stuck(ctx, Prisma.sql`e.status = 'proving' and e.unproven_since is not null`);
  const list = rows.map(
    ({ number, name, tokens, since }): Decision => ({
      kind: "unproven",
      rank: 5,
      title: tokens === 1 ? `${name} still answers, or nobody can tell` : `${plural(tokens, "token")} still answer, or nobody can tell`,
      why: `R-${number}: the machine acted, but ${tokens === 1 ? "the token's death is" : "their deaths are"} not proven.`,
      verb: "See the transcript",
      href: `/requests/${number}`,
      since: since.toISOString(),
      severity: "high",
      mine: may(ctx.actor, "request.file"),
    }),
  );
  const [first] = rows;
  return {
    count: first?.requests ?? 0,
    shown: list,
    all: { count: first?.inAll ?? 0, label: "tokens that are not proven dead", href: "/inventory?state=unproven" },
  };
}

/** Refused within a month, still alive, and not asked for again. */
async function refused(ctx: Context): Promise<Waiting> {
  if (!may(ctx.actor, "request.read")) return none;
  const rows = await stuck(
    ctx,
    Prisma.sql`e.status = 'refused' and e.ended_at > ${ctx.clock.now()}::timestamptz - interval '30 days'
      and (select s.state from token_state s where s.token_id = e.token_id) <> 'dead' and not exists (select from request n where n.supersedes = r.id)
      and not exists (select from request_target rt join request n on n.id = rt.request_id where rt.token_id = e.token_id and n.created_at > r.created_at)`,
  );
  const list = rows.map(
    ({ number, name, tokens, since, refusal }): Decision => ({
      kind: "refused",
      rank: 15,
      title: tokens === 1 ? `${name} was not revoked` : `${plural(tokens, "token")} were not revoked`,
      why: `R-${number}: the machine refused (${refusal}). Its page says what to do.`,
      verb: "See why",
      href: `/requests/${number}`,
      since: since.toISOString(),
      severity: "high",
      mine: may(ctx.actor, "request.file"),
    }),
  );
  return {
    count: rows[0]?.requests ?? 0,
    shown: list,
    all: { count: rows[0]?.inAll ?? 0, label: "tokens of ended requests that were refused", href: "/requests?view=ended" },
  };
}

interface Stuck {
  number: number;
  /** of one of its tokens */
  name: string;
  tokens: number;
  since: Date;
  refusal: string | null;
  /** of all, shown or not */
  requests: number;
  inAll: number;
}

const stuck = (ctx: Context, condition: Prisma.Sql): Promise<Stuck[]> => ctx.db.$queryRaw<Stuck[]>`
    select r.number, min(t.name) as name, count(*)::int as tokens, min(coalesce(e.unproven_since, e.ended_at)) as since, string_agg(distinct replace(e.refusal, '_', ' '), ', ') as refusal,
      (count(*) over ())::int as requests, (sum(count(*)) over ())::int as "inAll"
    from execution e join request r on r.id = e.request_id join token t on t.id = e.token_id
    where ${condition} group by r.id order by since, r.number limit ${shown}`;

/** People who left tokens whose revocation can be asked for here. What an import alone knows, or a request already asks for, is no decision. */
async function residue(ctx: Context): Promise<Waiting> {
  if (!may(ctx.actor, "request.file") || !may(ctx.actor, "residue.read")) return none;
  const { people, totals } = await atLeisure(ctx.db, `residue of ${ownersAlone(ctx.actor) ?? "anybody"}`, () =>
    listResidue(ctx, { here: "yes", limit: shown }),
  );
  const list = people.map(
    ({ person, left, tokenCount, usedSince, severity }): Decision => ({
      kind: "residue",
      rank: 20 + severityRank[severity],
      title: `${person.name} ${person.status === "suspended" ? "is suspended" : "left"}, and ${tokenCount === 1 ? "a token" : `${tokenCount} tokens`} of theirs still ${tokenCount === 1 ? "works" : "work"}`,
      why:
        usedSince === "yes" ? "Used since." : usedSince === "no" ? "Not used since, as far as the last sync knows." : "Whether it was used since is unknown.",
      verb: "Decide",
      href: `/residue?q=${encodeURIComponent(person.name)}&here=yes`,
      since: left?.at ?? null,
      severity,
      mine: true,
    }),
  );
  return { count: totals?.people ?? 0, shown: list, all: { label: "people whose tokens still work", href: "/residue?here=yes" } };
}

async function trust(ctx: Context): Promise<Waiting> {
  if (!may(ctx.actor, "trust.propose")) return none;
  const waiting = (await waitingStatements(ctx.db)).filter(({ status }) => status !== "waiting_delay");
  const names: Record<string, string> = {
    key: "A key",
    key_withdrawal: "The withdrawal of a key",
    approver_group: "An approver group",
    approval_policy: "An approval policy",
    connection: "A connection",
  };
  const list = waiting.slice(0, shown).map(
    ({ kind, createdAt }): Decision => ({
      kind: "trust",
      rank: 8,
      title: `${names[kind]} waits for an administrator's signature`,
      why: "Until it is signed, the machine does not trust it.",
      verb: "Read and sign",
      href: "/set-up",
      since: createdAt.toISOString(),
      severity: null,
      mine: true,
    }),
  );
  return { count: waiting.length, shown: list, all: { label: "statements that wait for signatures", href: "/set-up" } };
}

async function broken(ctx: Context): Promise<Waiting> {
  if (!may(ctx.actor, "connection.sync") || !may(ctx.actor, "connection.read")) return none;
  const gaps = await coverageGaps(ctx);
  const list = gaps.slice(0, shown).map(
    (gap): Decision => ({
      kind: "connection",
      rank: 30,
      title: gap.kind === "never_synced" ? `${gap.name} was never read` : `${gap.name} ${gap.kind === "failing" ? "can't be read" : "was not read lately"}`,
      why: gap.tokens === null ? "What it holds is unknown." : `${gap.tokens.toLocaleString("en-US")} tokens there may have changed unseen.`,
      verb: "Look at the connection",
      href: `/connections/${gap.id}`,
      since: gap.lastGoodSync,
      severity: null,
      mine: true,
    }),
  );
  return { count: gaps.length, shown: list, all: { label: "connections that were not read lately", href: "/connections?health=stale" } };
}

/** How many requests wait, and for whom. */
export async function requestCounts(ctx: Context): Promise<{ open: number; mine: number; machine: number }> {
  const { open, mine, machine } = await countRequests(ctx);
  return { open, mine, machine };
}
