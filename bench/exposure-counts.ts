import pg from "pg";
import { countExposures } from "../lib/exposure/count-facets";
import { asPerson } from "../lib/testkit/facts";
import { benchDatabase } from "./support/database";
import { percentile, report, seconds } from "./support/report";

// How long the counts beside the list of exposures take: without a filter, and under three. BENCH_EXPOSURES for another size; two places each.

const exposures = Number(process.env.BENCH_EXPOSURES ?? 60_000);
const tries = 9;
const database = await benchDatabase();
try {
  await fill(database.adminUrl.replace(/\/postgres$/, "/countersign"));
  const ctx = { ...database.context("web"), actor: asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, "auditor") };
  for (const [name, filters] of Object.entries({
    "no filter": {},
    "three filters": { severity: ["high", "critical"], channel: ["code", "chat"], visible: ["30d", "90d", "1y"] },
  })) {
    let total = 0;
    const took: number[] = [];
    for (let n = 0; n < tries; n++) took.push((await seconds(async () => ({ total } = await countExposures(ctx, filters)))) * 1000);
    report({ bench: `exposure-counts ${exposures}, ${name}: ${total} left`, unit: "ms, median", ours: percentile(took, 0.5) });
    report({ bench: `exposure-counts ${exposures}, ${name}`, unit: "ms, least", ours: Math.min(...took) });
  }
} finally {
  await database.stop();
}

async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica; set synchronous_commit = off");
    await client.query(
      `insert into connection (id, name, connector, origin, created_by, created_at) values (md5('c')::uuid, 'bench', 'import', 'import:bench', 'bench', now());
       insert into person (id, source, external_id, user_name, display_name, status, status_at, status_source, first_seen_at, changed_at)
         select md5('p' || n)::uuid, 'scim', n::text, 'p' || n, 'Person ' || n, 'active', now(), 'bench', now(), now() from generate_series(1, 500) n;
       insert into scan_source (id, form, name, channel, heads, lasting, created_by, created_at)
         select md5('s' || n)::uuid, 'directory', 'source ' || n, 'code', '{}', '{}', 'bench', now() from generate_series(1, 80) n`,
    );
    await client.query(
      `insert into token (id, connection_id, class, handle_key, handle, name, scopes, expiry, first_seen_at, last_seen_at, facts_hash)
       select md5('t' || n)::uuid, md5('c')::uuid, 'api_key', n::text, '{}', 'token ' || n, '{}', 'unknown', now(), now(), '' from generate_series(1, $1::int / 2) n`,
      [exposures],
    );
    await client.query(
      `insert into ownership (token_id, person_id, state, set_by, set_at)
       select md5('t' || n)::uuid, md5('p' || (1 + n % 500))::uuid, 'confirmed', 'bench', now() from generate_series(1, $1::int / 4) n`,
      [exposures],
    );
    await client.query(
      `insert into exposure (id, kind, hint, confidence, mark, severity, status, validity, token_id, matched_by, first_visible_at, detected_at, last_seen_at)
       select md5('e' || n)::uuid, (array['github_pat', 'generic_password', 'jwt', 'slack_bot_token', 'aws_access_key_id', 'http_basic_url'])[1 + n % 6], 'h' || n, 'shaped',
         case when n % 9 = 0 then 'example' end, (array['info', 'low', 'medium', 'high', 'critical'])[1 + n % 5]::severity,
         (array['open', 'open', 'open', 'in_review', 'closed_false_positive'])[1 + n % 5]::finding_status, (array['unknown', 'unknown', 'valid', 'invalid'])[1 + n % 4]::validity,
         case when n % 2 = 0 then md5('t' || n / 2)::uuid end, case when n % 4 = 0 then 'hmac_sha256'::fingerprint_kind end,
         case when n % 10 > 0 then now() - make_interval(days => (n * 7) % 700) end, now() - make_interval(days => n % 60), now() from generate_series(1, $1::int) n`,
      [exposures],
    );
    await client.query(
      `insert into occurrence (id, exposure_id, source_id, channel, path, reference, context, place, detected_at, last_seen_at)
       select md5('o' || n || ' ' || k)::uuid, md5('e' || n)::uuid, md5('s' || (1 + (n * 13 + k) % 80))::uuid, (array['code', 'chat', 'ticket', 'wiki'])[1 + (n * k) % 4]::channel, 'src/' || n || '.ts', '',
         '•••', md5(n || ' ' || k), now(), now() from generate_series(1, $1::int) n, generate_series(1, 2) k`,
      [exposures],
    );
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}
