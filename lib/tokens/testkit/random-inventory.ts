import { type Db, Prisma } from "../../core/db";

/** Numbers in [0, 1) that the seed decides (mulberry32). */
export function draw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
type Random = () => number;

export const hostile = [
  '<script>alert("x")</script>',
  "\u202eevil\u202c",
  "😀 emoji",
  "\uFFFD replaced",
  "=1+1",
  "@SUM(A1)",
  "İSTANBUL ẞtraße",
  "100%_\\",
  "two\nlines\tand a tab",
  "'; drop table token; --",
  "x".repeat(10_000),
  "x".repeat(9_999),
  "",
  "unknown",
  "none",
];
const words = ["billing", "Billing", "ledger", "sync", "a", "aa", "Ärger", "zz-top"];

const list = (values: readonly string[]) => Prisma.sql`(${[...values]}::text[])`;
const anyOf = (values: readonly string[]) => Prisma.sql`${list(values)}[1 + floor(random() * ${values.length})::int]`;
const kinds = ["service", "pipeline", "cron_job", "saas_integration", "appliance", "agent", "unknown"];
const classes = ["api_key", "personal_access_token", "oauth_grant", "deploy_key", "certificate"];
const environments = ["production", "staging", "Production", "unknown", "none"];
const rules = ["no-owner", "never-expires", "unused", "departed-still-alive"];
const name = () => Prisma.sql`${anyOf([...words, ...hostile])} || case when random() < 0.5 then '-' || floor(random() * 40)::int else '' end`;
const ago = (days: number) => Prisma.sql`date_trunc('milliseconds', now() - (random() * ${days}::float8) * interval '1 day')`;
const some = (table: string) => Prisma.raw(`(select id from ${table} order by md5(id::text || random()::text) limit 1)`);

/** A small inventory with something of everything, hostile text included. */
export async function fill(db: Db, tokens: number): Promise<void> {
  await db.$executeRaw`select setseed(0.5)`;
  await db.$executeRaw`insert into connection (id, name, connector, origin, created_by, created_at)
    select gen_random_uuid(), ${anyOf(words)} || i, 'unleash', 'https://vendor.example', 'test', now() from generate_series(1, 5) i`;
  await db.$executeRaw`insert into person (id, source, external_id, user_name, display_name, status, status_source, first_seen_at, changed_at)
    select gen_random_uuid(), 'scim', i::text, i::text, ${name()}, (case when random() < 0.3 then 'departed' when random() < 0.2 then 'suspended' else 'active' end)::person_status, 'scim', now(), now()
    from generate_series(1, 25) i`;
  await db.$executeRaw`insert into team (id, source, external_id, name, changed_at) select gen_random_uuid(), 'scim', i::text, 'team ' || i, now() from generate_series(1, 4) i`;
  await db.$executeRaw`insert into account (id, connection_id, external_id, kind, name, status, first_seen_at, last_seen_at, facts_hash)
    select gen_random_uuid(), c.id, c.id || i::text, 'user', 'account', 'enabled', now(), now(), 'x' from connection c, generate_series(1, 4) i`;
  await db.$executeRaw`insert into account_link (account_id, person_id, evidence, linked_at)
    select a.id, (select id from person order by md5(id::text || a.id::text) limit 1), '{}', now() from account a where random() < 0.7`;
  await db.$executeRaw`insert into workload (id, name, kind, source, external_id, created_by, created_at, changed_at)
    select gen_random_uuid(), ${name()}, ${anyOf(kinds)}::workload_kind, 'test', i::text, 'test', now(), now() from generate_series(1, 8) i`;
  await db.$executeRaw`insert into ttl_policy (id, class, environment, attest_days, rationale, control, set_by, set_at) values
    (gen_random_uuid(), null, null, 200, 'x', 'x', 'test', now()), (gen_random_uuid(), 'api_key', null, 30, 'x', 'x', 'test', now()),
    (gen_random_uuid(), null, 'production', 60, 'x', 'x', 'test', now()), (gen_random_uuid(), 'api_key', 'production', 10, 'x', 'x', 'test', now())`;
  await db.$executeRaw`insert into request (id, statement, digest, connection_id, effect, requester_id, reason, acknowledgement, created_at, expires_at)
    select gen_random_uuid(), '{}', 'x', ${some("connection")}, 'dead', ${some("person")}, 'x', 'x', now(), now()`;
  await addTokens(db, tokens);
  for (let n = 0; n < 3; n++) for (const change of Object.values(kindsOfChange)) await change(db, 0.3);
}

/** Many tokens by one statement, with ids that follow each other, as an import brings them; one of them was made by somebody new. */
export async function bring(db: Db, count: number): Promise<void> {
  await db.$executeRaw`
    with somebody as (
      insert into person (id, source, external_id, user_name, display_name, status, status_source, first_seen_at, changed_at)
      select p.id, 'scim', p.id::text, p.id::text, ${name()}, 'active', 'scim', now(), now() from (select gen_random_uuid() as id) p returning id
    )
    update account_link set person_id = (select id from somebody) where account_id = ${some("account")}`;
  await addTokens(db, count, "uuidv7()");
}

const addTokens = (db: Db, count: number, id = "gen_random_uuid()") => db.$executeRaw`
  insert into token (id, connection_id, class, handle_key, handle, name, hint, environment, creator_account_id, issued_at, expiry, expires_at, last_used_at, imported, first_seen_at, last_seen_at, facts_hash)
  select ${Prisma.raw(id)}, c.id, ${anyOf(classes)}::token_class, gen_random_uuid()::text,
    case when random() < 0.5 then jsonb_build_object('id', 'EXT' || i) else jsonb_build_object('key', 'Key ' || i, 'fingerprint', 'ff', 'none', null) end,
    ${name()}, case when random() < 0.6 then '…' || substr(md5(random()::text), 1, 4) end, case when random() < 0.7 then ${anyOf(environments)} end,
    (select a.id from account a where a.connection_id = c.id order by md5(a.id::text || i) limit 1), case when random() < 0.8 then ${ago(800)} end,
    e.kind::expiry_kind, case when e.kind = 'at' then ${ago(500)} + interval '200 days' end, case when random() < 0.7 then ${ago(150)} end, random() < 0.2, ${ago(20)}, now(), 'x'
  from generate_series(1, ${count}) i, lateral (select id from connection order by md5(id::text || i) limit 1) c,
    lateral (select (array['at', 'at', 'never', 'unknown'])[1 + floor(random() * 4 + i * 0)::int] as kind) e`;

type Change = (db: Db, share: number) => Promise<unknown>;
/** Everything that can move a value of the list, on a share of the rows. */
const kindsOfChange: Record<string, Change> = {
  rename: (db, share) => db.$executeRaw`update token set name = ${name()}, hint = null where random() < ${share} * 0.3`,
  dates: (db, share) => db.$executeRaw`update token set last_used_at = ${ago(100)}, issued_at = null where random() < ${share} * 0.3`,
  disabled: (db, share) => db.$executeRaw`update token set disabled_at = case when disabled_at is null then now() end where random() < ${share} * 0.2`,
  missing: (db, share) => db.$executeRaw`update token set missing_since = case when missing_since is null then now() end where random() < ${share} * 0.2`,
  merged: (db, share) =>
    db.$executeRaw`update token t set merged_into = case when t.merged_into is null then (select m.id from token m where m.id <> t.id and m.merged_into is null order by m.id limit 1) end where random() < ${share} * 0.1`,
  environment: (db, share) => db.$executeRaw`update token set environment = ${anyOf(environments)} where random() < ${share} * 0.2`,
  owned: (db, share) => db.$executeRaw`insert into ownership (token_id, person_id, backup_person_id, team_id, state, purpose, set_by, set_at)
    select t.id, case when random() < 0.8 then p.id end, case when random() < 0.4 then ${some("person")} end, case when random() < 0.4 then ${some("team")} end, 'suggested',
      case when random() < 0.5 then ${name()} else 'x' end, 'test', now() from token t, lateral (select id from person order by md5(id::text || t.id) limit 1) p where random() < ${share}
    on conflict (token_id) do update set person_id = excluded.person_id, purpose = nullif(excluded.purpose, 'x'), state = 'suggested', team_id = excluded.team_id
    where excluded.person_id is not null`,
  confirmed: (db, share) => db.$executeRaw`update ownership set state = 'confirmed' where person_id is not null and random() < ${share}`,
  disowned: (db, share) => db.$executeRaw`delete from ownership where random() < ${share} * 0.2`,
  people: (db, share) =>
    db.$executeRaw`update person set display_name = ${name()}, status = (case when random() < 0.4 then 'departed' else 'active' end)::person_status where random() < ${share} * 0.3`,
  linked: (db, share) => db.$executeRaw`insert into token_workload (token_id, workload_id, basis, set_by, set_at)
    select t.id, w.id, (case when random() < 0.2 then 'suggested' else 'declared' end)::basis, 'test', now() from token t, workload w where random() < ${share} * 0.15 on conflict do nothing`,
  unlinked: (db, share) => db.$executeRaw`delete from token_workload where random() < ${share} * 0.3`,
  workloads: (db, share) => db.$executeRaw`update workload set name = ${name()}, kind = ${anyOf(kinds)}::workload_kind where random() < ${share}`,
  found: (db, share) => db.$executeRaw`insert into finding (id, rule, subject, token_id, severity, factors, evidence, status, first_seen_at, last_seen_at)
    select gen_random_uuid(), r, 'token:' || t.id, t.id, (array['critical','high','medium','low','info'])[1 + floor(random() * 5)::int]::severity, '[]', '{}', 'open', now(), now()
    from token t, unnest(${list(rules)}) r where random() < ${share} * 0.3
    on conflict (rule, subject) do update set status = (case when finding.status = 'open' then 'accepted' else 'open' end)::finding_status`,
  leaked: (db, share) => db.$executeRaw`insert into exposure (id, kind, hint, confidence, mark, severity, status, validity, token_id, detected_at, last_seen_at)
    select gen_random_uuid(), 'github_pat', 'x', 'checked', case when random() < 0.1 then 'example' end, 'high', (case when random() < 0.3 then 'closed_proven' else 'open' end)::finding_status,
      (array['valid','invalid','unknown','not_checkable'])[1 + floor(random() * 4)::int]::validity, t.id, now(), now() from token t where random() < ${share} * 0.2`,
  answered: (db, share) => db.$executeRaw`update exposure set status = 'closed_false_positive' where random() < ${share} * 0.3`,
  moved: (db, share) => db.$executeRaw`update exposure set token_id = ${some("token")} where random() < ${share} * 0.2`,
  executed: (db, share) => db.$executeRaw`insert into execution (id, request_id, token_id, target_digest, effect, status, queued_at, not_before, unproven_since)
    select gen_random_uuid(), ${some("request")}, t.id, gen_random_uuid()::text, (array['dead','disabled'])[1 + floor(random() * 2)::int]::effect,
      (array['queued','proving','proven','irrevocable','refused'])[1 + floor(random() * 5)::int]::execution_status, now(), now(), case when random() < 0.5 then now() end
    from token t where random() < ${share} * 0.05`,
  proven: (db, share) => db.$executeRaw`update execution set status = 'proven' where status in ('queued', 'proving') and random() < ${share}`,
  attested: (db, share) => db.$executeRaw`insert into attestation (id, token_id, person_id, answer, evidence, at)
    select gen_random_uuid(), t.id, ${some("person")}, 'mine', '{}', ${ago(100)} from token t where random() < ${share} * 0.2`,
  makers: (db, share) => db.$executeRaw`update account_link set person_id = ${some("person")} where random() < ${share}`,
  decided: (db, share) => db.$executeRaw`insert into account_link_decision (id, account_id, person_id, decision, reason, decided_by, decided_at)
    select gen_random_uuid(), a.id, p.id, (case when random() < 0.5 then 'confirmed' else 'rejected' end)::link_decision, 'x', 'test', now() from account a, person p where random() < ${share} * 0.01`,
  policies: (db) => db.$executeRaw`update ttl_policy set ended_at = now() where ended_at is null and random() < 0.05`,
  come: (db, share) => addTokens(db, Math.ceil(share * 8)),
};

export async function changes(db: Db, random: Random, count: number): Promise<void> {
  const all = Object.values(kindsOfChange);
  for (let n = 0; n < count; n++) await (all[Math.floor(random() * all.length)] as Change)(db, 0.02 + random() * 0.3);
}

/** Zero to four filters and perhaps a search; now and then one that nothing can match. */
export async function randomFilters(db: Db, random: Random): Promise<Record<string, unknown>> {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  const several = <T>(values: readonly T[]): T[] => [...new Set(Array.from({ length: 1 + Math.floor(random() * 3) }, () => pick(values)))];
  const ids = async (table: string) => (await db.$queryRaw<{ id: string }[]>(Prisma.raw(`select id from ${table} order by id limit 50`))).map(({ id }) => id);
  const makers: [string, () => unknown | Promise<unknown>][] = [
    ["class", () => several(classes)],
    ["connection", async () => several(await ids("connection"))],
    ["environment", () => several(environments)],
    ["state", () => several(["dead", "irrevocable", "disabled", "revoking", "unproven", "expired", "missing", "active"])],
    ["owner", () => several(["confirmed", "departed", "suggested", "team", "none"])],
    [
      "gap",
      () => several(["no_owner", "owner_departed", "suggested_only", "no_backup", "no_workload", "no_purpose", "attestation_overdue", "team_without_person"]),
    ],
    ["kind", () => several([...kinds, "none"])],
    ["workload", async () => several([...(await ids("workload")), "none"])],
    ["team", async () => several([...(await ids("team")), "none"])],
    ["finding", () => several([...rules, "none", "no-such-rule"])],
    ["severity", () => several(["critical", "high", "medium", "low", "info", "none"])],
    ["exposure", () => several(["works", "unknown", "ended", "none"])],
    ["expiry", () => several(["overdue", "7d", "30d", "90d", "1y", "later", "never", "unknown", "at"])],
    ["age", () => several(["7d", "30d", "90d", "1y", "older", "unknown"])],
    ["ttl", () => several(["1d", "7d", "30d", "90d", "1y", "longer", "never", "unknown"])],
    ["used", () => several(["1d", "7d", "30d", "90d", "older", "unknown", "known"])],
    ["imported", () => several(["yes", "no"])],
    ["seen", () => "7d"],
    ["person", async () => several(await ids("person"))],
  ];
  const filters: Record<string, unknown> = {};
  for (let n = Math.floor(random() * 4); n > 0; n--) {
    const [field, make] = pick(makers);
    filters[field] = await make();
  }
  if (random() < 0.35)
    filters.q = pick([
      "bill",
      "BILLING",
      "b",
      "aa",
      "ä",
      "ext1",
      "key 1",
      "😀",
      "%",
      "_\\",
      "x".repeat(150),
      "<script>",
      "\u202e",
      "=1+",
      "istanbul",
      "straße",
      "-1",
      "no such text",
      "…",
      "\ud800",
      (await ids("token"))[3],
    ]);
  return filters;
}
