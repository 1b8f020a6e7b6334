import { Prisma } from "../core/db";
import { openFindingStates } from "../domain/states";
import type { TokenState } from "../domain/tokens";
import type { TokenFilters } from "./schemas";

/** The filters as an SQL condition over `token t`. */
export function tokenWhere(filters: TokenFilters): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`true`];
  if (filters.q) parts.push(searched(filters.q));
  if (filters.class) parts.push(Prisma.sql`t.class = any(${filters.class}::text[]::token_class[])`);
  if (filters.connection) parts.push(Prisma.sql`t.connection_id = any(${filters.connection}::uuid[])`);
  if (filters.environment) parts.push(inEnvironment(filters.environment));
  if (filters.state) parts.push(nearState(filters.state), inState(filters.state));
  if (filters.owner) parts.push(ownedAs(filters.owner));
  if (filters.finding) parts.push(found(filters.finding));
  if (filters.expiry) parts.push(Prisma.sql`t.expiry = any(${filters.expiry}::text[]::expiry_kind[])`);
  if (filters.used) parts.push(filters.used === "known" ? Prisma.sql`t.last_used_at is not null` : Prisma.sql`t.last_used_at is null`);
  if (filters.imported) parts.push(filters.imported === "yes" ? Prisma.sql`t.imported` : Prisma.sql`not t.imported`);
  if (filters.seen) parts.push(Prisma.sql`t.first_seen_at > now() - interval '7 days'`);
  if (filters.person) parts.push(ofPerson(filters.person));
  return Prisma.join(parts, " and ");
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

function searched(q: string): Prisma.Sql {
  if (uuid.test(q)) return Prisma.sql`t.id = ${q}::uuid`;
  // % and _ are what people type, not patterns.
  const pattern = `%${q.replace(/[\\%_]/g, "\\$&")}%`;
  return Prisma.sql`(t.name ilike ${pattern} or t.hint ilike ${pattern})`;
}

function inEnvironment(environments: string[]): Prisma.Sql {
  const named = Prisma.sql`t.environment = any(${environments}::text[])`;
  return environments.includes("unknown") ? Prisma.sql`(t.environment is null or ${named})` : named;
}

/**
 * The state decided by the view where a token has executions; without one only four states are possible, and the same
 * rules are repeated here because a million lateral joins are slow. list.test.ts holds the two against each other.
 */
function inState(states: TokenState[]): Prisma.Sql {
  return Prisma.sql`case when t.id in (select token_id from execution) then (select s.state from token_state s where s.token_id = t.id)
    when t.disabled_at is not null then 'disabled' when t.expiry = 'at' and t.expires_at <= now() then 'expired'
    when t.missing_since is not null then 'missing' else 'active' end = any(${states}::text[])`;
}

/** A wider condition that an index can answer, for the rare states. "active" is nearly everything, so it has none. */
function nearState(states: TokenState[]): Prisma.Sql {
  const near = states.map((state): Prisma.Sql => {
    switch (state) {
      case "dead":
      case "irrevocable":
      case "revoking":
      case "unproven":
        return Prisma.sql`t.id in (select token_id from execution)`;
      case "disabled":
        return Prisma.sql`t.id in (select id from token where disabled_at is not null union select token_id from execution where effect = 'disabled')`;
      case "expired":
        return Prisma.sql`(t.expiry = 'at' and t.expires_at <= now())`;
      case "missing":
        return Prisma.sql`t.missing_since is not null`;
      case "active":
        return Prisma.sql`true`;
      default:
        return state satisfies never;
    }
  });
  return Prisma.sql`(${Prisma.join(near, " or ")})`;
}

function ownedAs(states: NonNullable<TokenFilters["owner"]>): Prisma.Sql {
  const named = states.filter((state) => state !== "none");
  const parts: Prisma.Sql[] = [];
  if (named.length > 0)
    parts.push(
      Prisma.sql`exists (select from ownership o where o.token_id = t.id and o.person_id is not null and o.state = any(${named}::text[]::ownership_state[]))`,
    );
  if (states.includes("none")) parts.push(Prisma.sql`not exists (select from ownership o where o.token_id = t.id and o.person_id is not null)`);
  return Prisma.sql`(${Prisma.join(parts, " or ")})`;
}

function found(rules: string[]): Prisma.Sql {
  return Prisma.sql`t.id in (select f.token_id from finding f where f.rule = any(${rules}::text[]) and f.token_id is not null
    and f.status = any(${[...openFindingStates]}::text[]::finding_status[]))`;
}

function ofPerson(person: string): Prisma.Sql {
  return Prisma.sql`t.id in (
    select made.id from account_person ap join token made on made.creator_account_id = ap.account_id where ap.person_id = ${person}::uuid
    union select token_id from ownership where person_id = ${person}::uuid)`;
}
