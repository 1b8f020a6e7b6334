import { fakeReadConnector } from "../lib/connectors/testkit/fake-connector/read";
import { FakeVendor } from "../lib/connectors/testkit/fake-vendor";
import { startRealUnleash } from "../lib/connectors/testkit/real-unleash";
import { unleashReadConnector } from "../lib/connectors/unleash/read";
import { connectSource, type Source } from "./support/collector";
import { type BenchDatabase, benchDatabase } from "./support/database";
import { report, seconds } from "./support/report";

// How fast 10,000 tokens come in: read from the vendor, fingerprinted, written, judged by every rule; and how fast they are read again unchanged.
const tokens = 10_000;

const database = await benchDatabase();
try {
  await measure(database, "fake vendor, pages of 50", await fake());
  await measure(database, "Unleash, one page", await unleash(database));
} finally {
  await database.stop();
}
// what a vendor's child process left open must not hold the bench up
process.exit(0);

async function measure(on: BenchDatabase, name: string, { stop, ...source }: Source & { stop(): Promise<void> }): Promise<void> {
  const sync = await connectSource(on, source);
  let rows = 0;
  const first = await seconds(async () => {
    rows = await sync();
  });
  if (rows < tokens) throw new Error(`${name}: only ${rows} rows were read`);
  report({ bench: `sync, first (${name})`, unit: "rows/s", ours: rows / first });
  report({ bench: `sync, first (${name})`, unit: "s", ours: first });
  const again = await seconds(sync);
  report({ bench: `sync, unchanged (${name})`, unit: "rows/s", ours: rows / again });
  report({ bench: `sync, unchanged (${name})`, unit: "s", ours: again });
  await stop();
}

async function fake(): Promise<Source & { stop(): Promise<void> }> {
  const vendor = await FakeVendor.spawn();
  const accounts = await vendor.addAccounts(Array.from({ length: 500 }, (_, at) => ({ name: `maker${at}`, email: `maker${at}@example.com` })));
  for (let start = 0; start < tokens; start += 1_000)
    await vendor.addTokens(
      Array.from({ length: 1_000 }, (_, at) => ({
        name: `token ${start + at}`,
        creator: accounts[at % accounts.length]?.id ?? null,
        environment: at % 3 ? "development" : "production",
      })),
    );
  const credential = { managementKey: vendor.managementKey, controlSecret: vendor.controlSecret };
  return { vendor: "fake", connector: fakeReadConnector, origin: vendor.origin, credential, stop: () => vendor.close() };
}

async function unleash(on: BenchDatabase): Promise<Source & { stop(): Promise<void> }> {
  const server = await startRealUnleash(on.adminUrl);
  await server.query(
    `with made as (
       insert into api_tokens (secret, token_name, username, type, environment, created_at)
       select 'default:development.' || md5(random()::text) || md5(random()::text), 'bench ' || i, 'bench ' || i, 'client', 'development', now() - i * interval '1 minute'
       from generate_series(1, $1::int) i returning secret, token_name, created_at
     ), within as (insert into api_token_project (secret, project) select secret, 'default' from made)
     insert into events (type, created_by, created_by_user_id, created_at, data)
     select 'api-token-created', 'admin', 1, created_at, json_build_object('tokenName', token_name, 'createdAt', created_at) from made`,
    [tokens],
  );
  return { vendor: "unleash", connector: unleashReadConnector, origin: server.origin, credential: { apiToken: server.rootToken }, stop: () => server.stop() };
}
