import { afterEach, expect, test, vi } from "vitest";
import { testDatabase } from "../../../../lib/testkit/database";
import { facts } from "../../../../lib/testkit/facts";
import { importFile } from "../testkit/import-file";
import { SeenIds } from "./seen-ids";

const database = testDatabase();
const owner = () => database.as("owner");
afterEach(() => vi.restoreAllMocks());

const columns =
  "id,class,name,secret,sha256,keyId,hint,scopes,scopesUsed,environment,creator,created,expires,lastUsed,rotated,disabled,thirdParty,parentKey,owner,backup,purpose,workload,familyCount,familyLongest,reach";
const mapping = Object.fromEntries(columns.split(",").map((name) => [name, name]));
/** `own`: a hexadecimal digit of its secrets, which would be twins of another listing's */
const listing = (own: string) =>
  [
    columns,
    `full,api_key,"tab\there, \\back",canary-full-${own},${own.repeat(64)},kid-1,sk_,"read write",read,production,dana,2026-01-02,2027-01-01,2026-02-03,2026-03-04,yes,"Third, Inc.",parent,ada,grace,"for\n""backups""",runner,,,high`,
    `family,ephemeral_secret,,,,,,,,,,,never,,,,,,,,only said,,12,3600,`,
    "bare,deploy_key,,,,,,,,,,,,,,,,,,,,,,,",
  ].join("\n");

/** What stands of a listing, without what differs from import to import. */
async function standing(source: string): Promise<unknown[]> {
  const tokens = await owner().token.findMany({
    where: { connection: { name: source } },
    orderBy: { handleKey: "asc" },
    include: { fingerprints: { orderBy: { kind: "asc" } }, ownership: true, workloads: true, creator: { select: { userName: true } } },
  });
  const plain = JSON.stringify(tokens, (key, value) => {
    if (["id", "tokenId", "connectionId", "creatorAccountId", "import", "mergedInto"].includes(key)) return undefined;
    if (key === "value") return value.length;
    if (["firstSeenAt", "lastSeenAt", "setAt", "purposeAt", "disabledAt", "factsHash"].includes(key)) return value && "set";
    return typeof value === "bigint" ? Number(value) : value;
  });
  return JSON.parse(plain.replaceAll(source, "the listing"));
}

test("what is certainly new, or the first file of all, stands in the inventory as it does by way of a staging table", async () => {
  const make = facts(owner(), () => database.clock.now());
  await make.person({ displayName: "Ada Lovelace", userName: "ada" });
  await make.person({ displayName: "Grace Hopper", userName: "grace" });
  const first = await importFile(database, listing("c"), { source: "at once", mapping, bytes: 10, limits: { loadFromBytes: 1 } });
  expect(first.run).toMatchObject({ status: "succeeded", created: 3 });
  expect((await importFile(database, listing("a"), { source: "straight", mapping })).run).toMatchObject({ status: "succeeded", created: 3 });
  const spy = vi.spyOn(SeenIds.prototype, "isNew").mockReturnValue(false);
  expect((await importFile(database, listing("b"), { source: "staged", mapping })).run).toMatchObject({ status: "succeeded", created: 3 });
  expect(spy).toHaveBeenCalledTimes(3);
  const [straight, staged] = [await standing("straight"), await standing("staged")];
  expect(straight).toMatchObject([
    { name: "bare", ownership: null, fingerprints: [] },
    { ownership: { state: "suggested", purpose: "only said" } },
    { ownership: { state: "confirmed" }, workloads: [{ basis: "imported" }] },
  ]);
  expect(straight).toEqual(staged);
  expect(await standing("at once")).toEqual(staged);
  const tokens = await owner().token.findMany({ where: { connection: { name: { in: ["straight", "staged"] } } } });
  const judged = await owner().reevaluation.findMany({ where: { tokenId: { in: tokens.map(({ id }) => id) } }, distinct: ["tokenId"] });
  expect(judged).toHaveLength(6);
});

test("a token that was missed is known, and comes back; nothing of it is new", async () => {
  const text = "id,class\nlost,api_key\nkept,api_key";
  await importFile(database, text, { source: "missed" });
  const [before] = await owner().token.findMany({ where: { handleKey: '{"id":"lost"}' } });
  await owner().token.update({ where: { id: before?.id as string }, data: { missingSince: database.clock.now() } });
  expect((await importFile(database, `${text}\nfresh,api_key`, { source: "missed" })).run).toMatchObject({ created: 1, changed: 1, unchanged: 1 });
  expect(await owner().token.findMany({ where: { handleKey: '{"id":"lost"}' } })).toMatchObject([{ id: before?.id, missingSince: null }]);
});
