import { beforeAll, expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { recheckSelection } from "./recheck-selection";
import { reviewSelection } from "./review-selection";

const database = testDatabase();
const make = () => facts(database.as("owner"), () => database.clock.now());
let ada: Awaited<ReturnType<ReturnType<typeof facts>["person"]>>;
let ben: typeof ada;
const as = (person: typeof ada) => database.context("web", asPerson(person, "security_manager"));

beforeAll(async () => {
  ada = await make().person({ displayName: "Ada" });
  ben = await make().person({ displayName: "Ben" });
  const connection = await make().connection();
  for (let n = 0; n < 12; n++) await make().token(connection.id, { name: `token-${n}`, environment: n < 10 ? "production" : "staging" });
});

test("all that match become a set that no longer moves; what changed since is named with its reason", async () => {
  const selection = await reviewSelection(as(ada), { environment: "production" });
  expect(selection).toMatchObject({ count: 10, total: 10, digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect((await recheckSelection(as(ada), { selection: selection.id, digest: selection.digest })).left).toEqual([]);

  const token = async (name: string) => database.as("owner").token.findFirstOrThrow({ where: { name } });
  const [off, owned, renamed, merged, gone, speaks] = await Promise.all(["token-0", "token-1", "token-2", "token-3", "token-4", "token-5"].map(token));
  const change = (id: string | undefined, data: object) => database.as("owner").token.update({ where: { id }, data });
  await change(off?.id, { disabledAt: new Date() });
  await database.as("owner").ownership.create({ data: { tokenId: owned?.id ?? "", personId: ben.id, state: "confirmed", setBy: "test", setAt: new Date() } });
  await change(renamed?.id, { name: "renamed", factsHash: "other" });
  await change(merged?.id, { mergedInto: speaks?.id });
  await database.as("owner").token.delete({ where: { id: gone?.id } });
  await make().token(speaks?.connectionId ?? "", { name: "new", environment: "production" });

  const { unchanged, left } = await recheckSelection(as(ada), { selection: selection.id, digest: selection.digest });
  expect(unchanged).toHaveLength(5);
  expect(left.map(({ name, reason }) => [name, reason]).sort()).toEqual(
    [
      [null, "It is no longer known."],
      ["renamed", "What its system says of it changed: its name, scopes, environment or dates."],
      ["token-0", "Its state changed from active to disabled."],
      ["token-1", "Somebody else answers for it now."],
      ["token-3", "It turned out to be the same credential as another row, which speaks for it now."],
    ].sort(),
  );
});

test("ticked rows, or all but some; none at all is refused in a sentence", async () => {
  const all = await database.as("owner").token.findMany({ where: { environment: "staging" } });
  const ids = all.map(({ id }) => id);
  expect(await reviewSelection(as(ada), { only: ids.slice(0, 1) })).toMatchObject({ count: 1 });
  expect(await reviewSelection(as(ada), { environment: ["staging"], except: ids.slice(0, 1) })).toMatchObject({ count: 1, total: 2 });
  await expect(reviewSelection(as(ada), { environment: "production", only: ids })).rejects.toMatchObject({ name: "InvalidInput" });
});

test("a set is its owner's alone, never changes, and counts under its own digest; a stranger makes none", async () => {
  const { id, digest } = await reviewSelection(as(ben), {});
  expect((await recheckSelection(as(ben), { selection: id, digest })).left).toEqual([]);
  await expect(recheckSelection(as(ada), { selection: id, digest })).rejects.toMatchObject({ name: "NotFound" });
  await expect(recheckSelection(as(ben), { selection: id, digest: "0".repeat(64) })).rejects.toMatchObject({ name: "Conflict" });
  await expect(database.as("owner").tokenSelection.update({ where: { id }, data: { count: 1 } })).rejects.toThrow(/insert-only/);
  await expect(reviewSelection(database.context("web"), {})).rejects.toMatchObject({ name: "Forbidden" });
});
