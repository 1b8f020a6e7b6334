import { authorize } from "../authorization/authorize";
import { readCoverage } from "../connections/coverage";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { rules } from "../detection/catalog";
import type { Rule } from "../detection/contract";
import { type Source, sources } from "../detection/sources";
import { type Known, knownFields } from "./known-fields";

/** What feeds one source: `everywhere` where it does not depend on a connection, else the ids of those that feed it. */
export type Feed = { everywhere: boolean } | { connections: string[] };
export type Feeds = Record<Source, Feed>;

export interface RuleSource {
  source: Source;
  /** what feeds it, in words of the catalogue */
  means: string;
  /** names of the connections; empty with `fed` = it does not depend on one */
  connections: { id: string; name: string }[];
  fed: boolean;
}
export interface RuleFed {
  rule: Rule;
  sources: RuleSource[];
  /** every source is fed somewhere; otherwise the rule says "no source" */
  fed: boolean;
  /** connections that hold tokens or accounts */
  holding: number;
  /** of these, those where one of the rule's sources is missing */
  blindAt: { id: string; name: string; missing: Source[] }[];
}

/**
 * For each rule, which connections feed it, and where it sees nothing: a rule that finds nothing there says nothing. Pass `known` where it is
 * counted already. One pass over the tokens otherwise.
 */
export async function ruleSources(ctx: Context, known?: readonly Known[]): Promise<RuleFed[]> {
  authorize(ctx.actor, "inventory.read");
  const [counts, names, feedsOf] = [known ?? (await knownFields(ctx)), await namesOf(ctx), await readFeeds(ctx)];
  const feeds = feedsOf(counts);
  const holding = new Set(counts.map(({ connection }) => connection));
  return rules.map((rule) => {
    const list = rule.sources.map((source) => sourceOf(source, feeds[source], names));
    const local = rule.sources.filter((source) => "connections" in feeds[source]);
    const blindAt = [...holding].flatMap((id) => {
      const missing = local.filter((source) => !(feeds[source] as { connections: string[] }).connections.includes(id));
      return missing.length > 0 ? [{ id, name: names.get(id) ?? id, missing }] : [];
    });
    return { rule, sources: list, fed: list.every(({ fed }) => fed), holding: holding.size, blindAt };
  });
}

function sourceOf(source: Source, feed: Feed, names: Map<string, string>): RuleSource {
  const connections = "connections" in feed ? feed.connections.map((id) => ({ id, name: names.get(id) ?? id })) : [];
  return { source, means: sources[source], connections, fed: "everywhere" in feed ? feed.everywhere : connections.length > 0 };
}

async function namesOf(ctx: Context): Promise<Map<string, string>> {
  const rows = await ctx.db.connection.findMany({ where: { removal: null }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

interface Existing {
  persons: boolean;
  teams: boolean;
  workloads: boolean;
  longest: boolean;
  rotate: boolean;
  attest: boolean;
  scanned: boolean;
  accounts: string[];
  linked: string[];
  printed: string[];
}

const atConnection = (exists: string): Prisma.Sql =>
  Prisma.sql`array(select c.id::text from connection c where not exists (select from connection_removal r where r.connection_id = c.id) and exists (${Prisma.raw(exists)}))`;

/** What exists at all, asked by index; the rest follows from the counts. */
async function readFeeds(ctx: Context): Promise<(known: readonly Known[]) => Feeds> {
  const [[row], health] = await Promise.all([
    ctx.db.$queryRaw<[Existing]>`
      select exists (select from person where source = 'scim' or source like 'ldap:%') as persons, exists (select from team) as teams, exists (select from token_workload) as workloads,
        exists (select from ttl_policy where ended_at is null and longest_days is not null) as longest, exists (select from ttl_policy where ended_at is null and rotate_days is not null) as rotate,
        exists (select from ttl_policy where ended_at is null and attest_days is not null) as attest,
        exists (select from scan_run where status = 'succeeded') as scanned,
        ${atConnection("select from account a where a.connection_id = c.id")} as accounts,
        ${atConnection("select from account a join account_link l on l.account_id = a.id where a.connection_id = c.id")} as linked,
        ${atConnection("select from token t join token_fingerprint f on f.token_id = t.id and f.kind in ('hmac_sha256', 'sha256') where t.connection_id = c.id")} as printed`,
    ctx.db.connectionHealth.findMany({ select: { connectionId: true, capabilities: true } }),
  ]);
  const classes = new Map(health.map(({ connectionId, capabilities }) => [connectionId, readCoverage(capabilities).classes]));
  const says = (id: string, capability: string) => Object.values(classes.get(id) ?? {}).some((abilities) => abilities?.[capability] === "can");
  return (known) => {
    const where = (holds: (one: Known) => boolean): Feed => ({ connections: [...new Set(known.filter(holds).map(({ connection }) => connection))] });
    return {
      "token listing": where(({ tokens }) => tokens > 0),
      "account listing": { connections: row.accounts },
      directory: { everywhere: row.persons },
      "account links": { connections: row.linked },
      ownership: { everywhere: true },
      teams: { everywhere: row.teams },
      workloads: { everywhere: row.workloads },
      attestations: { everywhere: true },
      "longest-life policy": { everywhere: row.longest },
      "rotation policy": { everywhere: row.rotate },
      "attestation policy": { everywhere: row.attest },
      "expiry dates": where(({ expiring }) => expiring > 0),
      "last use": where(({ used, connection }) => used > 0 || says(connection, "last_used")),
      "creation or rotation dates": where(({ dated }) => dated > 0),
      scopes: where(({ scopes }) => scopes > 0),
      "scopes in use": where(({ scopesUsed }) => scopesUsed > 0),
      "earlier readings": where(({ scopes }) => scopes > 0),
      fingerprints: { connections: row.printed },
      capabilities: where(({ connection }) => Object.keys(classes.get(connection) ?? {}).length > 0),
      scans: { everywhere: row.scanned },
      "third parties": where(({ thirdParty }) => thirdParty > 0),
    };
  };
}
