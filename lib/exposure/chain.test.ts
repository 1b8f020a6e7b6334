import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { chainOf, mostSteps } from "./chain";
import { exposurePage } from "./exposure-page";
import { found } from "./testkit/found";

// A secret inside another secret's system, as far as the facts go.

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());
const made = () => found(database.as("owner"), () => database.clock.now());
let source: string;

beforeAll(async () => {
  source = (await made().source({ name: "tickets", channel: "ticket" })).id;
});

const system = async (name: string, origin = `https://${name}.example.com`, connector = "unleash") => (await make().connection({ name, origin, connector })).id;
/** A secret at this address that is a token of a system; null = of none that is known. */
async function secret(hint: string, url: string | null, of: string | null, fields: object = {}, place: object = {}): Promise<string> {
  const token = of && (await make().token(of, { name: `key ${hint}` })).id;
  const known = token ? { tokenId: token, matchedBy: "hmac_sha256" as const } : { kind: "password_in_text" };
  return (await made().exposure({ hint, ...known, ...fields }, [{ sourceId: source, channel: "ticket", path: `at ${hint}`, url, ...place }])).id;
}
const follow = async (id: string) => {
  const chain = await chainOf(database.as("web"), id);
  return chain?.systems.map(({ name, step, secrets }) => [step, name, ...secrets.map(({ hint, opens }) => `${hint}>${opens?.name ?? ""}`)]);
};

test("ticket, key, system, place there, next key: three steps, a circle ends, and what leads nowhere is named last", async () => {
  const [vault, flags, hub] = [await system("vault"), await system("flags"), await system("hub", "https://api.github.com", "github")];
  const ticket = await secret("ticket", "https://jira.example.com/browse/OPS-1", vault);
  const inVault = await secret("in vault", "https://VAULT.example.com/kv/flags", flags);
  await secret("password", "https://vault.example.com/kv/door?x", null, { severity: "critical" });
  const inFlags = await secret("in flags", "https://flags.example.com/project/a", hub);
  await secret("back", "https://github.com/acme/shop/blob/main/a.ts", vault);
  await secret("elsewhere", "https://vault.example.com.evil.example/kv", flags);
  await secret("no page", null, flags);
  expect(await follow(ticket)).toEqual([
    [1, "vault", "in vault>flags", "password>"],
    [2, "flags", "in flags>hub"],
    [3, "hub", "back>vault"],
  ]);
  const reader = database.context("web", asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, "auditor"));
  const { chain } = await exposurePage(reader, ticket);
  expect(chain).toMatchObject({ cut: false, systems: [{ by: ticket }, { by: inVault }, { by: inFlags }] });
  expect(chain?.systems[0]?.secrets[0]).toMatchObject({ place: { path: "at in vault", channel: "ticket" }, token: { name: "key in vault" } });
});

test("what is over leads nowhere: closed, refused, known not to be live, gone from there, of a dead token or a removed connection", async () => {
  const [from, to] = [await system("from"), await system("to")];
  const [at, now] = ["https://from.example.com/a", database.clock.now()];
  const start = await secret("start", null, from);
  await secret("closed", at, to, { status: "closed_false_positive" });
  await secret("refused", at, to, { validity: "invalid" });
  await secret("example", at, to, { mark: "example" });
  await secret("gone", at, to, {}, { goneAt: now });
  expect(await follow(start)).toEqual([[1, "from"]]);
  await secret("open", at, to);
  expect(await follow(start)).toEqual([
    [1, "from", "open>to"],
    [2, "to"],
  ]);
  await database.as("owner").connectionRemoval.create({ data: { connectionId: to, removedBy: "person:test", removedAt: now, reason: "gone" } });
  expect(await follow(start)).toEqual([[1, "from", "open>"]]);
  // nobody lists it: nothing is known to be opened
  expect(await follow(await secret("loose", at, null))).toBeUndefined();
});

test("a token that is proven dead opens nothing; let in since, it does again", async () => {
  const [near, far] = [await system("near"), await system("far")];
  const start = await secret("begin", null, near);
  const id = await secret("risen", "https://near.example.com/a", far);
  const { tokenId } = await database.as("owner").exposure.findUniqueOrThrow({ where: { id } });
  await make().execution({ id: tokenId as string, connectionId: far }, (await make().person()).id, { status: "proven" });
  expect(await follow(start)).toEqual([[1, "near", "risen>"]]);
  await database.as("owner").exposure.update({ where: { id }, data: { validity: "valid", validityAt: new Date(database.clock.now().getTime() + 1_000) } });
  expect(await follow(start)).toEqual([
    [1, "near", "risen>far"],
    [2, "far"],
  ]);
});

test("it ends after so many steps and says that more would follow; of many secrets in one system the rest is counted", async () => {
  const names = Array.from({ length: mostSteps + 2 }, (_, n) => `deep${n}`);
  const ids = [];
  for (const name of names) ids.push(await system(name));
  const start = await secret("first", null, ids[0] ?? null);
  for (const [n, next] of ids.slice(1).entries()) await secret(`s${n}`, `https://deep${n}.example.com/`, next);
  const chain = await chainOf(database.as("web"), start);
  expect([chain?.systems.length, chain?.systems.at(-1)?.step, chain?.cut]).toEqual([mostSteps, mostSteps, true]);
  const wide = await system("wide");
  for (let n = 0; n < 23; n++) await secret(`w${n}`, "https://wide.example.com/", null);
  const [only] = (await chainOf(database.as("web"), await secret("to wide", null, wide)))?.systems ?? [];
  expect([only?.secrets.length, only?.more]).toEqual([20, 3]);
});

/** So many further secrets at an address, each in two places there. */
async function many(count: number, host: string): Promise<void> {
  await database.as("owner").$executeRaw`
    insert into exposure (id, kind, hint, confidence, severity, status, validity, detected_at, last_seen_at)
    select md5(${host} || n)::uuid, 'password_in_text', '', 'checked', 'critical', 'open', 'unknown', now(), now() from generate_series(1, ${count}::int) n`;
  await database.as("owner").$executeRaw`
    insert into occurrence (id, exposure_id, source_id, channel, path, reference, context, place, detected_at, last_seen_at, url)
    select md5(p || ${host} || n)::uuid, md5(${host} || n)::uuid, ${source}::uuid, 'ticket', 'page ' || n, '', '•••', md5(p || ${host} || 'place' || n), now(), now(), 'https://' || ${host} || '/' || n
    from generate_series(1, ${count}::int) n, generate_series(1, 2) p`;
}

test("of many that stand there those that lead further are shown first, and the others are counted", async () => {
  const [hill, valley] = [await system("hill"), await system("valley")];
  const start = await secret("start", null, hill);
  await many(1_500, "hill.example.com");
  await secret("key", "https://hill.example.com/first", valley);
  const chain = await chainOf(database.as("web"), start);
  expect(chain?.systems[0]?.secrets.map(({ opens }) => opens?.name ?? null)).toEqual(["valley", ...Array(19).fill(null)]);
  expect(chain?.systems.map(({ more, atLeast }) => [more, atLeast])).toEqual([
    [1_481, false],
    [0, false],
  ]);
});

test("of a system with more places than are looked at it is said that there may be more, even where nothing that counts was found", async () => {
  const start = await secret("start", null, await system("sea"));
  const [before] = (await chainOf(database.as("web"), start))?.systems ?? [];
  expect(before).toMatchObject({ secrets: [], more: 0, atLeast: false });
  await many(5_001, "sea.example.com");
  await database.as("owner")
    .$executeRaw`update exposure set mark = 'example' where id in (select exposure_id from occurrence where url like 'https://sea.example.com/%')`;
  const [after] = (await chainOf(database.as("web"), start))?.systems ?? [];
  expect(after).toMatchObject({ secrets: [], more: 0, atLeast: true });
});
