interface Size {
  tokens: number;
  now: Date;
}

/** What fills the tables, in order. `u(i, salt)` is a number in [0, 1) and `uid(kind, i)` an id: both follow from their arguments alone. */
export function statements({ tokens, now }: Size): string[] {
  const connections = Math.max(4, Math.min(400, Math.round(tokens / 2_500)));
  const people = Math.max(20, Math.min(100_000, Math.round(tokens / 10)));
  const accounts = Math.max(40, Math.round(tokens / 5));
  const workloads = Math.max(10, Math.round(tokens / 50));
  const teams = Math.max(5, Math.round(people / 40));
  const at = `'${now.toISOString()}'::timestamptz`;
  const ago = (seconds: string) => `date_trunc('milliseconds', ${at} - (${seconds}) * interval '1 second')`;
  const day = 86_400;
  return [
    ...functions,
    `insert into connection (id, name, connector, origin, created_by, created_at)
     select pg_temp.uid('connection', i), (array['github','unleash','directus','aws','gitlab','jenkins','stripe'])[1 + i % 7] || '-' || i, 'unleash',
       'https://vendor' || i || '.example', 'operator:bench', ${ago("86400 * 400")} from generate_series(1, ${connections}) i`,
    `insert into person (id, source, external_id, user_name, display_name, email, status, status_at, status_source, first_seen_at, changed_at)
     select pg_temp.uid('person', i), 'scim', i::text, 'person' || i, pg_temp.first(i) || ' ' || pg_temp.last(i), 'person' || i || '@example.com',
       (case when pg_temp.u(i, 1) < 0.12 then 'departed' when pg_temp.u(i, 1) < 0.13 then 'suspended' else 'active' end)::person_status,
       ${ago(`${day} * 900 * pg_temp.u(i, 2)`)}, 'scim', ${ago(`${day} * 1000`)}, ${at} from generate_series(1, ${people}) i`,
    `insert into team (id, source, external_id, name, changed_at)
     select pg_temp.uid('team', i), 'scim', i::text, 'Team ' || pg_temp.word(i) || ' ' || i, ${at} from generate_series(1, ${teams}) i`,
    `insert into team_member (team_id, person_id)
     select pg_temp.uid('team', 1 + (i % ${teams})::int), pg_temp.uid('person', i) from generate_series(1, ${people}) i`,
    `insert into account (id, connection_id, external_id, kind, name, status, first_seen_at, last_seen_at, facts_hash)
     select pg_temp.uid('account', i), pg_temp.uid('connection', pg_temp.skewed(i, 3, ${connections}, 3)), i::text, 'user', 'account' || i, 'enabled',
       ${ago(`${day} * 900`)}, ${at}, 'bench' from generate_series(1, ${accounts}) i`,
    `insert into account_link (account_id, person_id, evidence, linked_at)
     select pg_temp.uid('account', i), pg_temp.uid('person', pg_temp.skewed(i, 4, ${people}, 1.5)), '{"email": true}', ${at}
     from generate_series(1, ${accounts}) i where pg_temp.u(i, 5) < 0.8`,
    `insert into workload (id, name, kind, environment, source, external_id, owner_id, created_by, created_at, changed_at)
     select pg_temp.uid('workload', i), pg_temp.word(i) || '-' || (array['api','worker','sync','deploy','nightly','agent'])[1 + i % 6] || '-' || i,
       (array['service','service','service','pipeline','pipeline','cron_job','saas_integration','appliance','agent','unknown'])[1 + floor(pg_temp.u(i, 6) * 10)::int]::workload_kind,
       pg_temp.environment(i), 'catalogue:bench', i::text, case when pg_temp.u(i, 7) < 0.7 then pg_temp.uid('person', pg_temp.skewed(i, 8, ${people}, 3)) end,
       'operator:bench', ${at}, ${at} from generate_series(1, ${workloads}) i`,
    `insert into token (id, connection_id, class, handle_key, handle, name, hint, scopes, environment, creator_account_id, creator_from, issued_at, issued_from,
       expiry, expires_at, expires_from, last_used_at, last_used_from, disabled_at, imported, first_seen_at, last_seen_at, missing_since, merged_into, facts_hash)
     select pg_temp.tid(i), pg_temp.uid('connection', pg_temp.skewed(m.account, 3, ${connections}, 3)),
       (array['api_key','api_key','api_key','personal_access_token','personal_access_token','oauth_grant','service_credential','deploy_key','certificate','ephemeral_secret'])[1 + floor(pg_temp.u(i, 10) * 10)::int]::token_class,
       '{"id":"' || pg_temp.external(i) || '"}', jsonb_build_object('id', pg_temp.external(i)),
       pg_temp.word(i) || '-' || pg_temp.word(i * 7 + 3) || '-' || (i % 9973), case when pg_temp.u(i, 11) < 0.8 then '…' || substr(md5('h' || i), 1, 4) end,
       array['read'], pg_temp.environment(i + 17), case when pg_temp.u(i, 12) < 0.85 then pg_temp.uid('account', m.account) end, 'owner',
       case when pg_temp.u(i, 13) < 0.9 then ${ago(`${day} * 1500 * power(pg_temp.u(i, 14), 1.6)`)} end, 'created_at',
       e.expiry::expiry_kind, case when e.expiry = 'at' then ${ago(`${day} * (300 - 900 * power(pg_temp.u(i, 15), 0.7))`)} end, 'expires_at',
       case when pg_temp.u(i, 16) < 0.65 then ${ago(`${day} * 400 * power(pg_temp.u(i, 17), 3)`)} end, 'seen_at',
       case when pg_temp.u(i, 18) < 0.02 then ${ago(`${day} * 20`)} end, pg_temp.u(i, 19) < 0.1, ${ago(`${day} * 300 * (1 - i::float8 / ${tokens})`)}, ${at},
       case when pg_temp.u(i, 20) < 0.04 then ${ago(`${day} * 9`)} end, case when i > 1 and pg_temp.u(i, 21) < 0.01 then pg_temp.tid(i - 1) end, md5('facts' || i)
     from generate_series(1, ${tokens}) i, lateral (select pg_temp.skewed(i, 9, ${accounts}, 2) as account) m,
       lateral (select case when pg_temp.u(i, 22) < 0.4 then 'at' when pg_temp.u(i, 22) < 0.75 then 'never' else 'unknown' end as expiry) e`,
    // no row is a sighting of a sighting
    `update token set merged_into = null where merged_into in (select id from token where merged_into is not null)`,
    // what the end of a sync keeps
    `insert into connection_health (connection_id, state, checked_at, last_good_sync_at, tokens)
     select c.id, 'ok', ${at}, ${at}, (select count(*) from token t where t.connection_id = c.id) from connection c`,
    `insert into ownership (token_id, person_id, backup_person_id, team_id, state, purpose, set_by, set_at)
     select pg_temp.tid(i), case when s.n < 0.62 then pg_temp.uid('person', pg_temp.skewed(i, 31, ${people}, 3)) end,
       case when s.n < 0.48 and pg_temp.u(i, 32) < 0.4 then pg_temp.uid('person', pg_temp.skewed(i, 33, ${people}, 3)) end,
       case when s.n >= 0.62 or pg_temp.u(i, 34) < 0.2 then pg_temp.uid('team', pg_temp.skewed(i, 35, ${teams}, 2)) end,
       (case when s.n < 0.48 then 'confirmed' else 'suggested' end)::ownership_state,
       case when s.n < 0.48 and pg_temp.u(i, 36) < 0.6 then 'Lets ' || pg_temp.word(i) || ' read ' || pg_temp.word(i * 3 + 1) || ' for case ' || (i % 50021) end,
       'operator:bench', ${ago(`${day} * 400 * pg_temp.u(i, 37)`)}
     from generate_series(1, ${tokens}) i, lateral (select pg_temp.u(i, 30) as n) s where s.n < 0.65`,
    `insert into owner_suggestion (id, token_id, person_id, kind, confidence, evidence, status, suggested_at)
     select pg_temp.uid('suggestion', i), pg_temp.tid(i), pg_temp.uid('person', pg_temp.skewed(i, 41, ${people}, 3)), 'creator', 40 + (i % 60)::int, '{}', 'open', ${at}
     from generate_series(1, ${tokens}) i where pg_temp.u(i, 30) >= 0.65 and pg_temp.u(i, 42) < 0.3`,
    `insert into token_workload (token_id, workload_id, basis, set_by, set_at)
     select pg_temp.tid(i), pg_temp.uid('workload', pg_temp.skewed(i, 51, ${workloads}, 2)), 'declared'::basis, 'operator:bench', ${at}
     from generate_series(1, ${tokens}) i where pg_temp.u(i, 52) < 0.55
     union all select pg_temp.tid(i), pg_temp.uid('workload', pg_temp.skewed(i, 51, ${workloads}, 2) % ${workloads} + 1), 'observed'::basis, 'operator:bench', ${at}
     from generate_series(1, ${tokens}) i where pg_temp.u(i, 52) < 0.03`,
    `insert into attestation (id, token_id, person_id, answer, expiry_reviewed, evidence, at)
     select pg_temp.uid('attestation', i), pg_temp.tid(i), pg_temp.uid('person', pg_temp.skewed(i, 31, ${people}, 3)), 'mine', true, '{}', ${ago(`${day} * 300 * pg_temp.u(i, 61)`)}
     from generate_series(1, ${tokens}) i where pg_temp.u(i, 30) < 0.48 and pg_temp.u(i, 62) < 0.4`,
    `insert into ttl_policy (id, class, environment, longest_days, attest_days, rationale, control, set_by, set_at) values
       (pg_temp.uid('policy', 1), null, null, 365, 365, 'bench', 'bench', 'operator:bench', ${at}),
       (pg_temp.uid('policy', 2), 'api_key', 'production', 90, 90, 'bench', 'bench', 'operator:bench', ${at}),
       (pg_temp.uid('policy', 3), null, 'production', 180, 180, 'bench', 'bench', 'operator:bench', ${at})`,
    `insert into finding (id, rule, subject, token_id, person_id, severity, factors, evidence, status, first_seen_at, last_seen_at)
     select pg_temp.uid(r.rule, i), r.rule, 'token:' || pg_temp.tid(i), pg_temp.tid(i),
       case when r.rule = 'departed-still-alive' then left_behind.by[pg_temp.skewed(i, 113, cardinality(left_behind.by), 2)] end,
       (array['critical','high','high','medium','medium','medium','low','info'])[1 + floor(pg_temp.u(i, r.n) * 8)::int]::severity, '[]', '{}',
       (case when pg_temp.u(i, r.n + 1) < 0.85 then 'open' when pg_temp.u(i, r.n + 1) < 0.9 then 'accepted' else 'closed_proven' end)::finding_status, ${at}, ${at}
     from generate_series(1, ${tokens}) i,
       (values ('no-owner', 101, 0.52), ('never-expires', 103, 0.35), ('departed-still-alive', 105, 0.1), ('unused', 107, 0.12), ('stale-rotation', 109, 0.08), ('over-broad-scope', 111, 0.05)) r (rule, n, share),
       (select array_agg(id order by id) as by from person where status = 'departed') left_behind
     where pg_temp.u(i, r.n + 2) < r.share`,
    `insert into request (id, statement, digest, connection_id, effect, requester_id, reason, acknowledgement, created_at, expires_at)
     select pg_temp.uid('request', i), '{}', md5('request' || i), pg_temp.uid('connection', 1), 'dead', pg_temp.uid('person', 1), 'bench', 'bench', ${at}, ${at}
     from generate_series(1, ${Math.max(1, Math.round(tokens / 20_000))}) i`,
    `insert into execution (id, request_id, token_id, target_digest, effect, status, queued_at, not_before, unproven_since)
     select pg_temp.uid('execution', i), pg_temp.uid('request', 1 + (i / 20000)::int % ${Math.max(1, Math.round(tokens / 20_000))}), pg_temp.tid(i), md5('target' || i),
       (case when i % 3 = 0 then 'disabled' else 'dead' end)::effect,
       (array['proven','proven','proven','proving','proving','queued','irrevocable','refused'])[1 + floor(pg_temp.u(i, 81) * 8)::int]::execution_status,
       ${at}, ${at}, case when pg_temp.u(i, 82) < 0.5 then ${at} end
     from generate_series(1, ${tokens}) i where pg_temp.u(i, 83) < 0.02`,
    `insert into scan_source (id, form, name, location, channel, created_by, created_at) values
       (pg_temp.uid('scan', 1), 'git', '/srv/repositories', '/srv/repositories', 'code', 'operator:bench', ${at}), (pg_temp.uid('scan', 2), 'slack', '/srv/chats', '/srv/chats', 'chat', 'operator:bench', ${at})`,
    `insert into exposure (id, kind, hint, confidence, mark, severity, status, validity, token_id, first_visible_at, detected_at, last_seen_at)
     select pg_temp.uid('exposure', i), 'github_pat', 'ghp_…' || substr(md5('h' || i), 1, 4), 'checked', case when pg_temp.u(i, 121) < 0.1 then 'example' end, 'high',
       (case when pg_temp.u(i, 122) < 0.8 then 'open' when pg_temp.u(i, 122) < 0.9 then 'closed_false_positive' else 'closed_proven' end)::finding_status,
       (array['unknown','unknown','valid','invalid'])[1 + floor(pg_temp.u(i, 123) * 4)::int]::validity, pg_temp.tid(i), ${ago(`${day} * 200 * pg_temp.u(i, 124)`)}, ${at}, ${at}
     from generate_series(1, ${tokens}) i where pg_temp.u(i, 120) < 0.01`,
    // a false positive is one for as long as a suppression says so
    `insert into suppression (id, exposure_id, status, reason, expires_at, second_needed, was, proposed_by, proposed_at)
     select gen_random_uuid(), id, 'active', 'bench', ${at}::timestamptz + interval '300 days', false, 'open', pg_temp.uid('person', 1), ${at}
     from exposure where status = 'closed_false_positive'`,
    `insert into occurrence (id, exposure_id, source_id, channel, path, reference, context, place, detected_at, last_seen_at)
     select pg_temp.uid('occurrence' || n, i), pg_temp.uid('exposure', i), pg_temp.uid('scan', n), (array['code','chat'])[n]::channel, 'src/' || i, '', '•••', md5(n || 'place' || i), ${at}, ${at}
     from generate_series(1, ${tokens}) i, generate_series(1, 2) n where pg_temp.u(i, 120) < 0.01 and (n = 1 or pg_temp.u(i, 125) < 0.4)`,
  ];
}

const words = `array['billing','ledger','search','media','mail','backup','report','deploy','audit','invoice','catalog','payment','login','session','metric','archive','export','import','stock','order','ship','label','price','quota','hook','relay','queue','cache','image','video','chat','forum']`;
const names = `array['Ada','Ben','Chloe','Dana','Emil','Farah','Gita','Hugo','Ines','Jonas','Kira','Liam','Mira','Noor','Olga','Priya','Quentin','Rosa','Sven','Tara']`;
const surnames = `array['Abebe','Brandt','Chen','Dubois','Eriksen','Fischer','Garcia','Hassan','Ivanov','Jensen','Koh','Larsen','Moreau','Novak','Okafor','Patel','Quinn','Rossi','Sato','Tanaka','Umar','Vogel','Weber','Xu','Yilmaz']`;

const define = (signature: string, returns: string, body: string) =>
  `create or replace function pg_temp.${signature} returns ${returns} language sql immutable as $$ select ${body} $$`;

const functions = [
  define("u(i bigint, salt int)", "float8", "(hashint8extended(i, salt) & 9007199254740991)::float8 / 9007199254740992"),
  define("uid(kind text, i bigint)", "uuid", "overlay(overlay(md5(kind || i::text) placing '4' from 13) placing '8' from 17)::uuid"),
  // in the order of their coming, as version 7 is
  define(
    "tid(i bigint)",
    "uuid",
    "('0192' || lpad(to_hex(i), 8, '0') || '7' || substr(md5('t' || i::text), 1, 3) || '8' || substr(md5('t' || i::text), 4, 15))::uuid",
  ),
  // 1 … n, the low ones far more often
  define("skewed(i bigint, salt int, n int, power float8)", "int", "1 + floor(n * power(pg_temp.u(i, salt), power))::int"),
  define("word(i bigint)", "text", `(${words})[1 + floor(pg_temp.u(i, 90) * 32)::int]`),
  define("first(i bigint)", "text", `(${names})[1 + (i % 20)::int]`),
  define("last(i bigint)", "text", `(${surnames})[1 + floor(pg_temp.u(i, 91) * 25)::int] || case when i > 500 then '-' || i::text else '' end`),
  define("external(i bigint)", "text", "'tok_' || substr(md5('x' || i::text), 1, 12)"),
  define(
    "environment(i bigint)",
    "text",
    "case when pg_temp.u(i, 92) < 0.35 then 'production' when pg_temp.u(i, 92) < 0.5 then 'staging' when pg_temp.u(i, 92) < 0.7 then 'development' when pg_temp.u(i, 92) < 0.75 then 'qa-' || (i % 9)::text end",
  ),
];
