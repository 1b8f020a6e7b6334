import pg from "pg";
import { Prisma } from "../lib/core/db";
import { evaluateRules } from "../lib/detection/evaluate";
import { coded, dueAt, tokenRules } from "../lib/detection/judge-sql";
import { everyToken, judgedSql, nearlyEverything, type TokenScope } from "../lib/detection/judged-sql";
import { judgeDrifted } from "../worker/collector/sweep";
import { cedarVerdicts, prepareCedar } from "./support/cedar-rules";
import { benchDatabase } from "./support/database";
import { generate } from "./support/generate";
import { percentile, report, seconds } from "./support/report";

// Every rule over a million tokens that were judged before, of which some have changed: all are compared, what changed is judged and its findings are
// written. Beside it the same rules as pre-parsed Cedar policies, one decision a token, from facts that PostgreSQL has gathered already: 20,000 measured,
// the rest extrapolated. BENCH_TOKENS sets the size.
const size = Number(process.env.BENCH_TOKENS ?? 1_000_000);
const changed = Math.round(size / 500);
const measured = Math.min(20_000, size);
const pairs = 3;

const database = await benchDatabase();
const adminUrl = database.adminUrl.replace(/\/postgres$/, "/countersign");
await generate(adminUrl, { tokens: size });
const admin = new pg.Client({ connectionString: adminUrl });
await admin.connect();
await admin.query("set jit = off; set work_mem = '96MB'");
const ctx = database.context("collector");
await trustEveryConnection();
await settle();
prepareCedar();

const ratios: number[] = [];
const ours: number[] = [];
const theirs: number[] = [];
for (let pair = 0; pair < pairs; pair++) {
  await change(pair);
  const took = await seconds(async () => {
    const judged = await judgeDrifted(ctx, new AbortController().signal);
    if (judged < changed / 2) throw new Error(`only ${judged} tokens were judged again`);
  });
  const facts = await someFacts(pair);
  const peer = await seconds(async () => {
    for (const { id, context, holds } of facts) {
      const said = cedarVerdicts(id, context).sort().join();
      if (said !== holds) throw new Error(`token ${id}: Cedar says ${said}, we say ${holds}`);
    }
  });
  ours.push(size / took);
  theirs.push(measured / peer);
  ratios.push(size / took / (measured / peer));
}
const median = (values: number[]) => percentile(values, 0.5);
report({
  bench: `posture-1m: every rule over ${size} tokens, ${changed} changed and written`,
  unit: "tokens/s",
  ours: median(ours),
  peer: median(theirs),
  peer_name: `pre-parsed Cedar, ${measured} measured`,
});
report({ bench: "posture-1m: median of the ratios of pairs", unit: "×", ours: median(ratios) });

const single: number[] = [];
for (const { id } of await ctx.db.token.findMany({ take: 60, orderBy: { id: "desc" }, select: { id: true } })) {
  const began = performance.now();
  await ctx.db.$transaction((tx) => evaluateRules(tx, ctx, { tokens: [id] }));
  single.push(performance.now() - began);
}
report({ bench: "posture-1m: one changed token judged by every rule, median", unit: "ms", ours: median(single.slice(10)) });
report({ bench: "posture-1m: one changed token, 95th percentile", unit: "ms", ours: percentile(single.slice(10), 0.95) });
await admin.end();
await database.stop();
process.exit(0);

/** As in an organisation that has signed what it connected: vendors' words close findings. */
async function trustEveryConnection(): Promise<void> {
  await admin.query("create or replace view signed_connection as select id as connection_id from connection");
}

/** Everything as if judged a moment ago: the numbers alone, which is what a comparison reads. */
async function settle(): Promise<void> {
  const { text, values } = prepared(Prisma.sql`with ${judgedSql(everyToken, new Date())}, facts as (${coded(Prisma.sql`j.token_id, ${dueAt} as due_at`)})
    insert into judgement (token_id, verdicts, due_at) select f.token_id, f.codes, f.due_at from facts f order by f.token_id`);
  await admin.query(text, values);
  await admin.query("vacuum analyze");
}

/** Other tokens each time get another environment, reach and last use. */
async function change(pair: number): Promise<void> {
  await admin.query(
    `update token set environment = case environment when 'production' then 'staging' else 'production' end, reach = '{"level": "high", "summary": "everything"}', last_used_at = now()
     where id in (select id from token order by md5(id::text || $1) limit $2)`,
    [String(pair), changed],
  );
}

async function someFacts(pair: number): Promise<{ id: string; context: never; holds: string }[]> {
  const { rows } = await admin.query<{ id: string }>("select id from token order by md5($1 || id::text) limit $2", [String(pair), measured]);
  const ids = rows.map(({ id }) => id);
  const scope: TokenScope = { of: (column) => Prisma.sql`${Prisma.raw(column)} = any(${ids}::uuid[])`, ...nearlyEverything };
  const ms = (column: string) => Prisma.raw(`(extract(epoch from ${column}) * 1000)::int8::float8`);
  const days = (column: string) => Prisma.raw(`j.${column} * 86400000::float8`);
  const { text, values } = prepared(Prisma.sql`with ${judgedSql(scope, new Date())}
    select x.token_id as id, x.context, x.codes from (${coded(Prisma.sql`j.token_id, jsonb_strip_nulls(jsonb_build_object('now', ${ms("j.now")}, 'state', j.state, 'sighting', j.sighting, 'who', j.who_id,
      'owned', j.owned, 'ownerStatus', coalesce(j.owner_status::text, ''), 'backupStatus', j.backup_status, 'team', j.team_id, 'workloads', j.workloads, 'purpose', j.purpose,
      'attestMs', ${days("attest_days")}, 'askedFrom', ${ms("j.asked_from")}, 'expiry', j.expiry, 'expiresAt', ${ms("j.expires_at")}, 'longestMs', ${days("longest_days")},
      'familyMs', j.family_longest * 1000, 'began', ${ms("coalesce(j.issued_at, j.first_seen_at)")}, 'usedAt', ${ms("j.last_used_at")}, 'aliveAt', ${ms("j.alive_at")},
      'missing', ${ms("j.missing_since")}, 'disabled', ${ms("j.disabled_at")}, 'imported', j.imported, 'seenAt', ${ms("j.last_seen_at")}, 'thirdParty', j.third_party,
      'unusedMs', ${days("unused_days")}, 'watchMs', coalesce(j.unused_days, 90) * 86400000::float8,
      'idleSince', ${ms("case when j.last_used_at is not null then j.last_used_at when j.sees_use then greatest(j.first_seen_at, j.issued_at) end")},
      'rotateMs', ${days("rotate_days")}, 'secretAt', ${ms("coalesce(j.rotated_at, j.issued_at)")}, 'broad', coalesce(j.broad, false), 'reach', j.reach_level, 'scopes', to_jsonb(j.scopes),
      'scopesUsed', case when j.scopes_used_from is not null then to_jsonb(j.scopes_used) end, 'firstSeenAt', ${ms("j.first_seen_at")}, 'gained', to_jsonb(j.gained), 'reachGrew', j.reach_grew,
      'twins', j.twins, 'workloadProduction', j.workload_production, 'workloadHarmless', j.workload_harmless, 'harmless', j.harmless, 'production', j.production, 'class', j.class,
      'named', strpos(lower(j.name), lower(split_part(coalesce(nullif(j.maker_user, ''), '?????'), '@', 1))) > 0 and length(split_part(j.maker_user, '@', 1)) >= 4
        or strpos(lower(j.name), lower(split_part(coalesce(nullif(j.owner_user, ''), '?????'), '@', 1))) > 0 and length(split_part(j.owner_user, '@', 1)) >= 4,
      'cannotRevoke', j.cannot_revoke, 'canDisable', j.can_disable, 'pipeline', j.pipeline, 'cloud', j.cloud, 'cloudPipeline', j.cloud_pipeline, 'hint', j.hint, 'exposures', j.exposures)) as context`)}) x`);
  const found = await admin.query<{ id: string; context: never; codes: number[] }>(text, values);
  return found.rows.map(({ id, context, codes }) => {
    const named = context as { named?: boolean };
    named.named ??= false;
    return {
      id,
      context,
      holds: tokenRules
        .flatMap((rule, n) => ((codes[n] ?? 0) > 0 ? [rule.id] : []))
        .sort()
        .join(),
    };
  });
}

function prepared(sql: Prisma.Sql): { text: string; values: unknown[] } {
  return { text: sql.text, values: sql.values };
}
