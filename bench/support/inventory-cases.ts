import { Prisma } from "../../lib/core/db";

export interface Asked {
  query: Record<string, string>;
  filterCount: number;
}

const filters: [name: string, values: string[]][] = [
  ["class", ["api_key", "personal_access_token", "deploy_key,certificate"]],
  ["environment", ["production", "staging", "unknown"]],
  ["finding", ["no-owner", "never-expires", "unused"]],
  ["owner", ["none", "confirmed,departed"]],
  ["expiry", ["never", "unknown", "at"]],
  ["used", ["unknown", "known"]],
  ["imported", ["yes", "no"]],
  ["q", ["billing", "ledger-sea", "tok_a1", "payment-", "9972", "ada chen"]],
];
const sorts = ["name", "-name", "created", "-created", "expires", "-lastUsed", "lastUsed", "-firstSeen"];

/** Always the same: a third without a filter or with one, the others with two to four. */
export function cases(count: number): Asked[] {
  return Array.from({ length: count }, (_, n) => {
    const filterCount = [0, 1, 1, 2, 3, 4][n % 6] ?? 0;
    const query: Record<string, string> = { sort: sorts[n % sorts.length] ?? "name" };
    for (let f = 0; f < filterCount; f++) {
      const [name, values] = filters[(n * 3 + f * 5 + Math.floor(n / 8)) % filters.length] ?? ["class", ["api_key"]];
      query[name] = values[(n + f) % values.length] ?? "";
    }
    return { query, filterCount: Object.keys(query).length - 1 };
  });
}

const columns: Record<string, string> = {
  name: 'lower(t.name) collate "C"',
  created: "t.issued_at",
  expires: "t.expires_at",
  lastUsed: "t.last_used_at",
  firstSeen: "t.first_seen_at",
};

/** A page from the middle of the first hundred thousand rows, as SQL is usually written for it. */
export function rawPage({ query }: Asked): Prisma.Sql {
  const sort = query.sort ?? "name";
  const order = `${columns[sort.replace("-", "")]} ${sort.startsWith("-") ? "desc" : "asc"} nulls last, t.id`;
  return Prisma.sql`select t.*, o.person_id from token t left join ownership o on o.token_id = t.id left join person p on p.id = o.person_id
    where ${where(query)} order by ${Prisma.raw(order)} offset 1000 limit 50`;
}

/** Three facets of fifteen: what the peer is spared counts for it. */
export const rawFacets = ({ query }: Asked): Prisma.Sql =>
  Prisma.join(
    ["t.class::text", "t.connection_id::text", "coalesce(t.environment, 'unknown')"].map(
      (column) =>
        Prisma.sql`select ${Prisma.raw(column)} as value, count(*)::int as n from token t left join ownership o on o.token_id = t.id left join person p on p.id = o.person_id where ${where(query)} group by 1`,
    ),
    " union all ",
  );

function where(query: Record<string, string>): Prisma.Sql {
  const parts = Object.entries(query).flatMap(([name, value]) => condition(name, value));
  return Prisma.join([Prisma.sql`t.merged_into is null`, ...parts], " and ");
}

function condition(name: string, value: string): Prisma.Sql[] {
  const list = value.split(",");
  switch (name) {
    case "class":
      return [Prisma.sql`t.class = any(${list}::text[]::token_class[])`];
    case "environment":
      return [value === "unknown" ? Prisma.sql`t.environment is null` : Prisma.sql`t.environment = ${value}`];
    case "finding":
      return [
        Prisma.sql`exists (select from finding f where f.token_id = t.id and f.rule = ${value} and f.status in ('open', 'in_review', 'remediating', 'regressed'))`,
      ];
    case "owner":
      return [value === "none" ? Prisma.sql`o.person_id is null and o.team_id is null` : Prisma.sql`o.state = 'confirmed'`];
    case "expiry":
      return [Prisma.sql`t.expiry = ${value}::expiry_kind`];
    case "used":
      return [value === "known" ? Prisma.sql`t.last_used_at is not null` : Prisma.sql`t.last_used_at is null`];
    case "imported":
      return [value === "yes" ? Prisma.sql`t.imported` : Prisma.sql`not t.imported`];
    case "q": {
      const part = `%${value}%`;
      return [
        Prisma.sql`(t.name ilike ${part} or t.hint ilike ${part} or t.handle ->> 'id' ilike ${part} or p.display_name ilike ${part} or o.purpose ilike ${part})`,
      ];
    }
    default:
      return [];
  }
}
