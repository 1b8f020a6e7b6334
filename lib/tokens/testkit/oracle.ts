import { type Db, Prisma } from "../../core/db";
import { severities } from "../../domain/severity";
import { tokenStates } from "../../domain/token-states";
import { type FacetName, facetNames } from "../facet-names";
import { ofTokens, tokenListing } from "../listing-sql";
import { ownershipGaps, sortOf, type TokenFilters, type TokenSort } from "../schemas";

const all = () => Prisma.sql`true`;
const orNone = (column: string) => Prisma.raw(`array[coalesce(${column}::text, 'none')]`);
const bucketed = (ms: string, ends: readonly [days: number, name: string][], older: string) =>
  Prisma.raw(
    `array[case when ${ms} is null then 'unknown' ${ends.map(([days, name]) => `when n.now - ${ms} < ${days}::numeric * 86400000 then '${name}'`).join(" ")} else '${older}' end]`,
  );
const gap = (bit: number) => Prisma.raw(`case when (l.gaps >> ${bit}) & 1 = 1 then '${ownershipGaps[bit]}' end`);
const gaps = Prisma.join(ownershipGaps.map((name, bit) => (name === "attestation_overdue" ? Prisma.sql`case when d.due <= n.now then ${name} end` : gap(bit))));

const milliseconds = Prisma.raw(
  ["expires", "created", "used", "seen", "due"].map((date) => `(extract(epoch from l.${date}) * 1000)::bigint as ${date}`).join(", "),
);

/** The values that a token has in each facet, in plain SQL. */
const facetValues: Record<FacetName, Prisma.Sql> = {
  class: Prisma.raw("array[l.class::text]"),
  connection: Prisma.raw("array[l.connection_id::text]"),
  environment: Prisma.raw("array[coalesce(l.environment, 'unknown')]"),
  state: Prisma.raw("array[s.state]"),
  owner: Prisma.raw("array[l.owner_state]"),
  gap: Prisma.sql`case when l.state = 'dead' or coalesce(l.expiry = 'at' and d.expires <= n.now, false) then '{}' else array_remove(array[${gaps}], null) end`,
  kind: Prisma.raw("coalesce((select array_agg(distinct w ->> 2) from json_array_elements(l.workloads) w), array['none'])"),
  workload: Prisma.raw("coalesce((select array_agg(w ->> 0) from json_array_elements(l.workloads) w), array['none'])"),
  team: orNone("l.team_id"),
  finding: Prisma.raw("coalesce(l.rules, array['none'])"),
  severity: orNone("l.severity"),
  exposure:
    Prisma.raw(`array[coalesce((select case when bool_or(e.validity = 'valid' and e.status in ('open', 'in_review', 'remediating', 'regressed')) then 'works'
    when bool_or(e.validity not in ('valid', 'invalid') and e.status in ('open', 'in_review', 'remediating', 'regressed')) then 'unknown' else 'ended' end
    from exposure e where e.token_id = l.id and e.mark is null having count(*) > 0), 'none')]`),
  expiry: Prisma.raw(`array[case when l.expiry <> 'at' then l.expiry::text when d.expires is null then 'unknown' when d.expires <= n.now then 'overdue'
    when d.expires <= n.now + 7 * 86400000 then '7d' when d.expires <= n.now + 30 * 86400000::numeric then '30d' when d.expires <= n.now + 90 * 86400000::numeric then '90d'
    when d.expires <= n.now + 365 * 86400000::numeric then '1y' else 'later' end]`),
  age: bucketed(
    "d.created",
    [
      [7, "7d"],
      [30, "30d"],
      [90, "90d"],
      [365, "1y"],
    ],
    "older",
  ),
  ttl: Prisma.raw(`array[case when l.expiry = 'never' then 'never' when l.expiry <> 'at' or d.expires is null or d.created is null then 'unknown'
    when d.expires - d.created <= 86400000 then '1d' when d.expires - d.created <= 7 * 86400000 then '7d' when d.expires - d.created <= 30 * 86400000::numeric then '30d'
    when d.expires - d.created <= 90 * 86400000::numeric then '90d' when d.expires - d.created <= 365 * 86400000::numeric then '1y' else 'longer' end]`),
  used: bucketed(
    "d.used",
    [
      [1, "1d"],
      [7, "7d"],
      [30, "30d"],
      [90, "90d"],
    ],
    "older",
  ),
  imported: Prisma.raw("array[case when l.imported then 'yes' else 'no' end]"),
};

const position = (values: readonly string[], column: string) => Prisma.sql`array_position(${[...values]}::text[], ${Prisma.raw(column)}::text)::numeric`;

/** What each column sorts by, text or number. */
const sortValues: Record<TokenSort, Prisma.Sql> = {
  name: Prisma.raw("l.name"),
  class: Prisma.raw("array_position(enum_range(null::token_class), l.class)::numeric"),
  connection: Prisma.raw("l.connection"),
  environment: Prisma.raw("l.environment"),
  owner: Prisma.raw("l.owner"),
  workload: Prisma.raw(`(select min((w ->> 1) collate "C") from json_array_elements(l.workloads) w)`),
  kind: Prisma.raw("(select min(array_position(enum_range(null::workload_kind), (w ->> 2)::workload_kind))::numeric from json_array_elements(l.workloads) w)"),
  purpose: Prisma.raw("l.purpose"),
  state: position(tokenStates, "s.state"),
  created: Prisma.raw("d.created::numeric"),
  expires: Prisma.raw("case when l.expiry = 'never' then 1e30 else d.expires end::numeric"),
  lastUsed: Prisma.raw("d.used::numeric"),
  firstSeen: Prisma.raw("d.seen::numeric"),
  severity: position(severities, "l.severity"),
};

/** Writes what the list should hold now into the table `oracle`, from the same listing but with PostgreSQL's own means. Or of some tokens alone. */
export async function writeOracle(db: Db, ids?: string[]): Promise<void> {
  const values = [
    ...Object.entries(facetValues).map(([name, sql]) => Prisma.sql`${sql} as ${Prisma.raw(`f_${name}`)}`),
    ...Object.entries(sortValues).map(([name, sql]) => Prisma.sql`${sql} as ${Prisma.raw(`"s_${name}"`)}`),
  ];
  await db.$executeRaw`drop table if exists oracle`;
  const [{ now }] = await db.$queryRaw<[{ now: number }]>`select extract(epoch from now())::float8 * 1000 as now`;
  await db.$executeRaw`create table oracle as select l.id, ${Prisma.join(values)}, t.first_seen_at > now() - interval '7 days' as lately,
      array_remove(array[l.owner_id, l.maker_id], null) as people,
      concat_ws(E'\n\n', l.name, l.details, l.owner, l.purpose, (select string_agg(w ->> 1, E'\n\n') from json_array_elements(l.workloads) w)) as text
    from (${tokenListing(ids ? ofTokens(ids) : all)}) l cross join lateral (select ${milliseconds}) d join token t on t.id = l.id join token_state s on s.token_id = l.id, (select ${now}::float8 as now) n`;
}

function conditions(filters: TokenFilters, except?: FacetName): Prisma.Sql {
  const parts: Prisma.Sql[] = [Prisma.sql`true`];
  for (const name of facetNames) {
    let wanted: string[] = filters[name] ?? [];
    if (wanted.length === 0 || name === except) continue;
    if (wanted.includes("at")) wanted = [...wanted, "overdue", "7d", "30d", "90d", "1y", "later"];
    if (wanted.includes("known")) wanted = [...wanted, "1d", "7d", "30d", "90d", "older"];
    parts.push(Prisma.sql`${Prisma.raw(`f_${name}`)} && ${wanted}::text[]`);
  }
  if (filters.seen) parts.push(Prisma.sql`lately`);
  if (filters.person) parts.push(Prisma.sql`people && ${filters.person}::text[]::uuid[]`);
  if (filters.q) parts.push(Prisma.sql`(position(lower(${filters.q}) in text) > 0 or id::text = lower(${filters.q}))`);
  return Prisma.join(parts, " and ");
}

/** All ids in order, by ORDER BY. */
export async function oracleOrder(db: Db, filters: TokenFilters, order: string): Promise<string[]> {
  const { sort, dir } = sortOf(order);
  const textual = ["name", "connection", "environment", "owner", "workload", "purpose"].includes(sort);
  const column = sort === "environment" ? `"s_environment"` : `"s_${sort}"`;
  const rows = await db.$queryRaw<{ id: string }[]>`select id from oracle where ${conditions(filters)}
    order by ${Prisma.raw(`${column}${textual ? ' collate "C"' : ""} ${dir} nulls last, id ${dir}`)}`;
  return rows.map(({ id }) => id);
}

/** Counts by facet, by GROUP BY: "facet value" → count. */
export async function oracleFacets(db: Db, filters: TokenFilters): Promise<Record<string, number>> {
  const counts = facetNames.map(
    (name) =>
      Prisma.sql`select ${name} as facet, value, count(*)::int as n from oracle, unnest(${Prisma.raw(`f_${name}`)}) value where ${conditions(filters, name)} group by value`,
  );
  const rows = await db.$queryRaw<{ facet: string; value: string; n: number }[]>(Prisma.join(counts, " union all "));
  return Object.fromEntries(rows.map(({ facet, value, n }) => [`${facet} ${value}`, n]));
}
