import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { clearOwner } from "./clear-owner";
import { confirmOwner } from "./confirm-owner";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());
let token: string;
let ada: Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
let ben: typeof ada;
beforeAll(async () => {
  token = (await make().token((await make().connection()).id)).id;
  ada = await make().person({ displayName: "Ada Lovelace" });
  ben = await make().person({ displayName: "Ben Ortiz" });
});
const as = (person: typeof ada, ...roles: Parameters<typeof asPerson>[1][]) => database.context("web", asPerson(person, ...roles));
const owner = () => database.as("web").ownership.findUnique({ where: { tokenId: token } });

test("an auditor assigns nobody; a manager does, and the log says so", async () => {
  await expect(confirmOwner(as(ben, "auditor"), { token, person: ben.id })).rejects.toMatchObject({ name: "Forbidden" });
  await confirmOwner(as(ada, "security_manager"), { token, person: ben.id, backup: ada.id, purpose: "Sends invoices." });
  expect(await owner()).toMatchObject({ personId: ben.id, backupPersonId: ada.id, state: "confirmed", setBy: `person:${ada.id}` });
  expect(await database.as("web").auditEntry.findFirst({ where: { action: "ownership.confirmed", subjectId: token } })).toMatchObject({
    detail: { person: ben.id, was: null },
  });
});

test("a token owner hands on their own, and takes one for themselves, but moves nobody else's", async () => {
  await expect(confirmOwner(as(ada, "token_owner"), { token, person: (await make().person()).id })).rejects.toMatchObject({ name: "Forbidden" });
  await confirmOwner(as(ben, "token_owner"), { token, person: ada.id });
  expect(await owner()).toMatchObject({ personId: ada.id });
});

test("someone who left can't be made the owner", async () => {
  const gone = await make().person({ displayName: "Dana Whitfield", status: "departed" });
  await expect(confirmOwner(as(ada, "security_manager"), { token, person: gone.id })).rejects.toMatchObject({
    message: expect.stringContaining("Dana Whitfield is departed"),
  });
});

test("clearing leaves nobody, once; others than the owner or a manager can't", async () => {
  await expect(clearOwner(as(ben, "token_owner"), { token })).rejects.toMatchObject({ name: "Forbidden" });
  await clearOwner(as(ada, "token_owner"), { token });
  expect(await owner()).toBeNull();
  await expect(clearOwner(as(ada, "security_manager"), { token })).rejects.toMatchObject({ name: "Conflict" });
});
