import { beforeAll, beforeEach, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { createWorkload } from "../workloads/create-workload";
import { fillGaps } from "./fill-gaps";
import type { Gap } from "./gap-names";
import { listGaps } from "./list-gaps";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());
type Person = Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
let [mira, ada, ben]: Person[] = [];
let connection: string;
beforeAll(async () => {
  [mira, ada, ben] = [await make().person(), await make().person({ displayName: "Ada" }), await make().person({ displayName: "Ben" })];
});
beforeEach(async () => {
  connection = (await make().connection()).id;
  database.clock.advance(1000);
});
const as = (person: Person | undefined, role: "security_manager" | "token_owner") => database.context("web", asPerson(person as Person, role));
const manager = () => as(mira, "security_manager");
const id = (person: Person | undefined) => (person as Person).id;
async function owned(by: Person | undefined, fields: object = {}): Promise<string> {
  const token = await make().token(connection);
  const { id: personId } = by as Person;
  await database
    .as("owner")
    .ownership.create({ data: { tokenId: token.id, personId, state: "confirmed", setBy: "test", setAt: database.clock.now(), ...fields } });
  return token.id;
}
const items = async (gap: Gap) => (await listGaps(manager(), { gap, connection })).rows.map(({ token, version }) => ({ token, version }));
const owner = (tokenId: string) => database.as("web").ownership.findUniqueOrThrow({ where: { tokenId } });

test("one backup for several; a token whose owner it is, and one that got a backup meanwhile, keep what they have", async () => {
  const [one, two, bens, quick] = [await owned(ada), await owned(ada), await owned(ben), await owned(ada)];
  const seen = await items("no_backup");
  expect(seen.map(({ token }) => token).sort()).toEqual([one, two, bens, quick].sort());
  await database.as("web").ownership.update({ where: { tokenId: quick }, data: { backupPersonId: id(mira) } });
  const outcome = await fillGaps(manager(), { gap: "no_backup", items: seen, backup: id(ben) });
  expect(outcome.done.sort()).toEqual([one, two].sort());
  expect(outcome.leftOut.map(({ token, because }) => [token, because])).toEqual(
    expect.arrayContaining([
      [bens, expect.stringContaining("can't stand in for themselves")],
      [quick, expect.stringContaining("meanwhile")],
    ]),
  );
  expect(await owner(one)).toMatchObject({ personId: id(ada), backupPersonId: id(ben), state: "confirmed" });
  expect(await owner(quick)).toMatchObject({ backupPersonId: id(mira) });
  expect((await items("no_backup")).map(({ token }) => token)).toEqual([bens]);
  const gone = await make().person({ status: "departed" });
  await expect(fillGaps(manager(), { gap: "no_backup", items: await items("no_backup"), backup: gone.id })).rejects.toMatchObject({ name: "InvalidInput" });
});

test("one purpose and one workload for several, owned or not; each is in the log", async () => {
  const [one, said] = [await owned(ada), await owned(ada, { purpose: "Theirs." })];
  const bare = (await make().token(connection)).id;
  const seen = await items("no_purpose");
  expect(seen.map(({ token }) => token).sort()).toEqual([one, bare].sort());
  expect((await fillGaps(manager(), { gap: "no_purpose", items: seen, purpose: " Sends invoices. " })).done.sort()).toEqual([one, bare].sort());
  expect([(await owner(one)).purpose, (await owner(said)).purpose, (await owner(bare)).personId]).toEqual(["Sends invoices.", "Theirs.", null]);
  const { id: workload } = await createWorkload(manager(), { name: "billing", kind: "service" });
  expect((await fillGaps(manager(), { gap: "no_workload", items: await items("no_workload"), workload })).done).toHaveLength(3);
  expect(await items("no_workload")).toEqual([]);
  expect(await database.as("web").auditEntry.count({ where: { action: "ownership.gap_filled", subjectId: one } })).toBe(2);
});

test("an owner fills what is theirs and nothing else; a changed token, a reader and the machine fill nothing", async () => {
  const [mine, other] = [await owned(ada), await owned(ben)];
  const seen = await items("no_purpose");
  const outcome = await fillGaps(as(ada, "token_owner"), { gap: "no_purpose", items: seen, purpose: "Mine." });
  expect([outcome.done, outcome.leftOut.map(({ token }) => token)]).toEqual([[mine], [other]]);
  const stale = [{ token: other, version: "0".repeat(32) }];
  await expect(fillGaps(manager(), { gap: "no_purpose", items: stale, purpose: "x" })).rejects.toMatchObject({ name: "Conflict" });
  const auditor = database.context("web", asPerson(mira as Person, "auditor"));
  await expect(fillGaps(auditor, { gap: "no_purpose", items: seen, purpose: "x" })).rejects.toMatchObject({ name: "Forbidden" });
  await expect(fillGaps(database.context("collector"), { gap: "no_purpose", items: seen, purpose: "x" })).rejects.toMatchObject({ name: "Forbidden" });
  expect((await owner(other)).purpose).toBeNull();
});
