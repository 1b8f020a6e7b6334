import { beforeAll, expect, test } from "vitest";
import { createApiToken } from "../api-tokens/create-api-token";
import type { ApiScope } from "../domain/api-scopes";
import { found } from "../exposure/testkit/found";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { callApi, own } from "./testkit/call-api";

// Exposures through the API: the same verbs as the pages.

const database = testDatabase();
const call = callApi(database);
let exposure: string;
let mira: Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
const secretOf = async (...scopes: ApiScope[]) =>
  (await createApiToken(database.context("web", asPerson(mira, "security_manager")), { name: "script", scopes, days: 1 }, own)).token;

beforeAll(async () => {
  database.clock.set(new Date());
  const [make, scanned] = [facts, found].map((of) => of(database.as("owner"), () => database.clock.now())) as [
    ReturnType<typeof facts>,
    ReturnType<typeof found>,
  ];
  mira = await make.person({ displayName: "Mira Koh" });
  await database.as("owner").roleGrant.create({ data: { personId: mira.id, role: "security_manager", grantedBy: "test", grantedAt: database.clock.now() } });
  const source = (await scanned.source({ name: "handbook", channel: "wiki" })).id;
  const place = (path: string) => ({ sourceId: source, channel: "wiki" as const, path });
  exposure = (await scanned.exposure({ severity: "critical" }, [place("a.md"), place("b.md")])).id;
  await scanned.exposure({ severity: "low" }, [place("c.md")]);
});

test("a token that may read lists exposures page by page, counts them, and reads one with its places; one without the scope reads none", async () => {
  const reads = await secretOf("read:inventory");
  const first = await (await call(reads, "GET", "/exposures?limit=1")).json();
  expect(first.data).toMatchObject([{ id: exposure, severity: "critical", places: 2, channels: { wiki: 2 }, token: null }]);
  const second = await (await call(reads, "GET", `/exposures?limit=1&cursor=${first.next}`)).json();
  expect(second).toMatchObject({ data: [{ severity: "low" }], next: null });
  expect(await (await call(reads, "GET", "/exposures/counts?severity=low")).json()).toMatchObject({ total: 1 });
  expect(await (await call(reads, "GET", `/exposures/${exposure}`)).json()).toMatchObject({
    occurrences: { data: [{ source: { name: "handbook" }, context: 'const token = "•••";' }, {}], next: null },
    refusal: expect.stringContaining("no token"),
  });
  expect((await (await call(reads, "GET", `/exposures/${exposure}/occurrences?limit=1`)).json()).next).not.toBeNull();
  expect((await call(reads, "GET", `/exposures/${crypto.randomUUID()}`)).status).toBe(404);
  expect((await call(reads, "GET", "/exposures?channel=telepathy")).status).toBe(400);
  const other = await secretOf("read:requests");
  for (const path of ["/exposures", "/exposures/counts", `/exposures/${exposure}`, `/exposures/${exposure}/occurrences`])
    expect((await call(other, "GET", path)).status, path).toBe(403);
});

test("triage needs its own scope, and a move that there is; a grave false positive a reason, a day and a second person", async () => {
  const path = `/exposures/${exposure}/triage`;
  expect((await call(await secretOf("read:inventory"), "POST", path, { body: { to: "in_review" } })).status).toBe(403);
  const triages = await secretOf("write:findings");
  expect(await (await call(triages, "POST", path, { body: { to: "in_review" } })).json()).toEqual({ was: "open", status: "in_review" });
  expect((await call(triages, "POST", path, { body: { to: "closed_false_positive", reason: "A slide." } })).status).toBe(400);
  expect((await call(triages, "POST", path, { body: { to: "in_review" } })).status).toBe(409);
  const wrong = `/exposures/${exposure}/false-positive`;
  const until = new Date(database.clock.now().getTime() + 5 * 86_400_000).toISOString().slice(0, 10);
  expect((await call(triages, "POST", wrong, { body: { reason: "A slide." } })).status).toBe(400);
  const { suppression, status } = await (await call(triages, "POST", wrong, { body: { reason: "A slide.", until } })).json();
  expect(status).toBe("proposed");
  expect((await call(triages, "POST", `/suppressions/${suppression}/decision`, { body: { agree: true } })).status).toBe(403);
  const reads = await secretOf("read:inventory");
  expect(await (await call(reads, "GET", "/suppressions?view=waiting")).json()).toMatchObject({ data: [{ id: suppression, reason: "A slide." }], next: null });
  expect((await call(reads, "POST", `/suppressions/${suppression}/end`)).status).toBe(403);
  expect(await (await call(triages, "POST", `/suppressions/${suppression}/end`)).json()).toEqual({ exposure });
});
