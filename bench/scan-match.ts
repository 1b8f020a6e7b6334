import { createSecretKey } from "node:crypto";
import pg from "pg";
import type { Db, Queryable } from "../lib/core/db";
import { type Identity, identifier } from "../lib/exposure/identify";
import { lookThrough, nothingLooked } from "../lib/exposure/look-through";
import { matchTokens } from "../lib/exposure/match-tokens";
import type { Sourced } from "../lib/exposure/sources/piece";
import { made } from "../lib/exposure/testkit/made-secrets";
import { Beside } from "../worker/collector/scans/beside";
import { breathing } from "../worker/collector/scans/stop";
import { benchDatabase } from "./support/database";
import { percentile, report, seconds } from "./support/report";
import { mixedCorpus } from "./support/secrets/corpus";

// What it adds to a scan to ask which tokens the secrets are, with a million fingerprints known: the same texts looked through, with the question and
// without, in interleaved pairs; a batch is asked for while the next is looked through, as a scan does it. A secret every 50 kB, half of them known.
// BENCH_FINGERPRINTS for another size.

const fingerprints = Number(process.env.BENCH_FINGERPRINTS ?? 1_000_000);
const megabytes = 48;
const secretEvery = 50_000;
const batch = 200;
const pairs = 5;
/** how often the texts are looked through in one scan: the wait for the last batch comes once */
const rounds = 4;
const pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 1))]]) };
const identify = identifier(pepper);

const secrets = Array.from({ length: Math.floor((megabytes * 1e6) / secretEvery) }, (_, n) => made.github(`bench ${n}`));
let [passed, planted] = [0, 0];
const texts = mixedCorpus(megabytes * 1e6).map(({ path, bytes }) => {
  passed += bytes.length;
  const due = secrets.slice(planted, Math.floor(passed / secretEvery));
  planted += due.length;
  return { path, bytes: Buffer.concat([bytes, ...due.map((secret) => Buffer.from(`\ntoken = "${secret}"\n`))]) };
});

async function* source(): AsyncGenerator<Sourced> {
  for (const { path, bytes } of Array.from({ length: rounds }, () => texts).flat())
    yield {
      piece: {
        channel: "code",
        prose: false,
        pathAt: () => path,
        content: bytes,
        locate: ({ line }) => ({ path, line, reference: null, author: null, at: null, url: null }),
      },
    };
}

/** As a transaction asks, which a scan writes in: each statement passes the query engine. */
const asIn = (db: Db): Queryable => ({ $queryRaw: db.$queryRaw.bind(db) }) as unknown as Queryable;

async function scan(db: Db | null): Promise<{ found: number; matched: number }> {
  let [found, matched] = [0, 0];
  const asking = new Beside(() => {});
  let open: { identity: Identity; keyId: string | null }[] = [];
  const ask = async () => {
    const asked = open;
    open = [];
    if (db) matched += (await matchTokens(asIn(db), asked)).filter(Boolean).length;
  };
  for await (const one of lookThrough(breathing(source(), { why: null }), identify, nothingLooked())) {
    if (!("sighting" in one)) continue;
    found++;
    open.push({ identity: one.sighting.identity, keyId: one.sighting.parts.keyId ?? null });
    if (open.length >= batch) await asking.begin(ask);
  }
  await asking.begin(ask);
  await asking.done();
  return { found, matched };
}

const database = await benchDatabase();
try {
  await fill(database.adminUrl.replace(/\/postgres$/, "/countersign"));
  const db = database.as("collector");
  await scan(null);
  const before = process.memoryUsage().rss;
  const { found, matched } = await scan(db);
  const memory = (process.memoryUsage().rss - before) / 1e6;
  const runs: { without: number; with: number; work: number }[] = [];
  for (let n = 0; n < pairs; n++) {
    const begun = process.cpuUsage();
    const without = await seconds(() => scan(null));
    const between = process.cpuUsage();
    const withIt = await seconds(() => scan(db));
    runs.push({ without, with: withIt, work: (busy(between, process.cpuUsage()) / busy(begun, between) - 1) * 100 });
  }
  const median = (values: number[]) => percentile(values, 0.5);
  const name = `scan-match ${fingerprints}`;
  report({
    bench: `${name}, ${found} secrets in ${(rounds * texts.reduce((sum, { bytes }) => sum + bytes.length, 0)) / 1e6} MB, of which matched`,
    unit: "secrets",
    ours: matched,
  });
  report({
    bench: `${name}, scan with matching`,
    unit: "s",
    ours: median(runs.map((run) => run.with)),
    peer: median(runs.map((run) => run.without)),
    peer_name: "the same scan without",
  });
  report({ bench: `${name}, added time, median of the pairs`, unit: "%", ours: median(runs.map((run) => (run.with / run.without - 1) * 100)) });
  report({ bench: `${name}, added processor time of the scanning process, median of the pairs`, unit: "%", ours: median(runs.map((run) => run.work)) });
  report({ bench: `${name}, memory gained by the first scan with matching`, unit: "MB", ours: memory });
} finally {
  await database.stop();
}

/** Microseconds of processor time between two readings. */
function busy(from: NodeJS.CpuUsage, to: NodeJS.CpuUsage): number {
  return to.user - from.user + to.system - from.system;
}

/** So many tokens with one fingerprint each; the first ones are every other secret of the texts. */
async function fill(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const known = secrets.filter((_, n) => n % 2 === 0).map((secret) => identify(secret).current);
    await client.query("set session_replication_role = replica; set synchronous_commit = off");
    await client.query(
      `insert into connection (id, name, connector, origin, created_by, created_at) values ('00000000-0000-4000-8000-000000000001', 'bench', 'import', 'import:bench', 'bench', now())`,
    );
    await client.query(
      `insert into token (id, connection_id, class, handle_key, handle, name, scopes, expiry, first_seen_at, last_seen_at, facts_hash)
       select md5(n::text)::uuid, '00000000-0000-4000-8000-000000000001', 'api_key', n::text, '{}', 'token ' || n, '{}', 'unknown', now(), now(), '' from generate_series(1, $1::int) n`,
      [fingerprints],
    );
    await client.query(
      `insert into token_fingerprint (token_id, kind, value, pepper_version)
       select md5(n::text)::uuid, 'hmac_sha256', coalesce(($2::text[])[n], encode(sha256(n::text::bytea), 'hex')), 1 from generate_series(1, $1::int) n`,
      [fingerprints, known],
    );
    await client.query("vacuum analyze");
  } finally {
    await client.end();
  }
}
