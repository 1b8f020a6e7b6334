import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { systemIds } from "../lib/core/ids";
import { newToken, tokenFile } from "../worker/collector/scim/token";
import { collectorServer } from "../worker/collector/server";
import { benchDatabase } from "./support/database";
import { percentile, report } from "./support/report";

// How long after a directory sends "active: false" the finding is there for web to read, among 100,000 tokens of 20,000 people.
const people = 20_000;
const tokens = 100_000;
const leavers = 50;

const database = await benchDatabase();
const home = await mkdtemp(path.join(tmpdir(), "countersign-bench-"));
const { token, kept } = newToken(systemIds);
await writeFile(path.join(home, tokenFile), kept);
const server = collectorServer({ ctx: database.context("collector"), home, origin: "http://localhost" });
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scim/v2`;

await fill();
const latencies: number[] = [];
for (let n = 0; n < leavers; n++) latencies.push(await leave(await join(n)));
report({ bench: "SCIM PATCH to finding, median", unit: "ms", ours: percentile(latencies, 0.5) });
report({ bench: "SCIM PATCH to finding, 95th percentile", unit: "ms", ours: percentile(latencies, 0.95) });

server.closeAllConnections();
server.close();
await rm(home, { recursive: true, force: true });
await database.stop();

/** A person comes by SCIM, with an account and three tokens. */
async function join(n: number): Promise<string> {
  const userName = `leaver${n}@example.com`;
  const answer = await scim("POST", "/Users", { schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"], userName, displayName: `Leaver ${n}`, active: true });
  const { id } = (await answer.json()) as { id: string };
  await database.as("owner").$executeRaw`
    with made as (
      insert into account (id, connection_id, external_id, kind, name, status, first_seen_at, last_seen_at, facts_hash)
      select gen_random_uuid(), c.id, ${userName}, 'user', ${userName}, 'enabled', now(), now(), 'x' from connection c limit 1 returning id, connection_id
    ), linked as (
      insert into account_link select made.id, p.id, '{}', now() from made, person p where p.external_id = ${id}
    )
    insert into token (id, connection_id, class, handle_key, handle, name, scopes, creator_account_id, expiry, first_seen_at, last_seen_at, facts_hash)
    select gen_random_uuid(), connection_id, 'api_key', ${userName} || i, '{}', 'token of ' || ${userName}, '{}', id, 'unknown', now(), now(), 'x' from made, generate_series(1, 3) i`;
  return id;
}

/** The person is switched off; waits until web sees the finding. Milliseconds from sending. */
async function leave(id: string): Promise<number> {
  const body = { schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: [{ op: "replace", value: { active: false } }] };
  const began = performance.now();
  const answered = scim("PATCH", `/Users/${id}`, body);
  for (;;) {
    const [row] = await database.as("web").$queryRaw<{ n: number }[]>`
      select count(*)::int as n from finding f join person p on p.id = f.person_id where p.external_id = ${id} and f.rule = 'departed-still-alive' and f.token_id is not null`;
    if (row?.n === 3) break;
    if (performance.now() - began > 30_000) throw new Error("no finding after 30 s");
  }
  const took = performance.now() - began;
  await answered;
  return took;
}

async function scim(method: string, where: string, body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/scim+json" };
  const answer = await fetch(`${base}${where}`, { method, headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`SCIM ${method} answered ${answer.status}: ${await answer.text()}`);
  return answer;
}

async function fill(): Promise<void> {
  const owner = database.as("owner");
  const connection = randomUUID();
  await owner.connection.create({
    data: { id: connection, name: "bench", connector: "unleash", origin: "https://bench.example", createdBy: "operator:bench", createdAt: new Date() },
  });
  await owner.$executeRaw`
    insert into person (id, source, external_id, user_name, display_name, status, status_source, first_seen_at, changed_at)
    select gen_random_uuid(), 'scim', 'filler' || i, 'filler' || i, 'Filler ' || i, 'active', 'scim', now(), now() from generate_series(1, ${people}::int) i`;
  await owner.$executeRaw`
    insert into account (id, connection_id, external_id, kind, name, status, first_seen_at, last_seen_at, facts_hash)
    select gen_random_uuid(), ${connection}::uuid, 'filler' || i, 'user', 'filler', 'enabled', now(), now(), 'x' from generate_series(1, ${people}::int) i`;
  await owner.$executeRaw`
    insert into account_link select a.id, p.id, '{}', now() from account a join person p on p.external_id = a.external_id`;
  await owner.$executeRaw`
    with makers as (select id, row_number() over () as n from account)
    insert into token (id, connection_id, class, handle_key, handle, name, scopes, creator_account_id, expiry, first_seen_at, last_seen_at, facts_hash)
    select gen_random_uuid(), ${connection}::uuid, 'api_key', 'filler' || i, '{}', 'filler ' || i, '{}', m.id, 'unknown', now(), now(), 'x'
    from generate_series(1, ${tokens}::int) i join makers m on m.n = 1 + i % ${people}::int`;
  await owner.$executeRaw`analyze`;
}
