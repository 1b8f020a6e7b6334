import { createSecretKey } from "node:crypto";
import { expect, test } from "vitest";
import { testDatabase } from "../testkit/database";
import { facts } from "../testkit/facts";
import { identifier } from "./identify";
import { matchTokens } from "./match-tokens";

const database = testDatabase();
const key = (byte: number) => createSecretKey(Buffer.alloc(32, byte));
const identify = identifier({ current: 2, keys: new Map([1, 2].map((version) => [version, key(version)])) });
const before = identifier({ current: 1, keys: new Map([[1, key(1)]]) });

async function listed(
  name: string,
  prints: { kind: "hmac_sha256" | "sha256" | "key_id"; value: string }[],
  connection?: string,
): Promise<{ id: string; connection: string }> {
  const owner = database.as("owner");
  const make = facts(owner, () => database.clock.now());
  const of = connection ?? (await make.connection({ name: `System of ${name}` })).id;
  const { id } = await make.token(of, { name });
  for (const print of prints) await owner.tokenFingerprint.create({ data: { tokenId: id, ...print, pepperVersion: 1 } });
  return { id, connection: of };
}

test("the surest fingerprint counts, a former pepper's too, and what nobody lists is nobody's", async () => {
  const byHash = await listed("by hash", [{ kind: "sha256", value: identify("one").sha256 }]);
  const byPrint = await listed("by print", [{ kind: "hmac_sha256", value: before("one").current }]);
  const byKey = await listed("by key", [{ kind: "key_id", value: "AKIA1" }]);
  expect(
    await matchTokens(database.as("collector"), [
      { identity: identify("one"), keyId: null },
      { identity: identify("two"), keyId: "AKIA1" },
      { identity: identify("three"), keyId: null },
    ]),
  ).toEqual([{ tokenId: byPrint.id, by: "hmac_sha256" }, { tokenId: byKey.id, by: "key_id" }, null]);
  expect(byHash.id).not.toBe(byPrint.id);
});

test("the key's id of a JWT may be anything: what can't be kept matches nothing, and disturbs nobody beside it", async () => {
  const hostile = ["\ud800", "\udc00x", "\0", '"]', "\\u0000", "🔑"];
  const listedKey = await listed("beside", [{ kind: "key_id", value: "key-7" }]);
  const asked = [...hostile, "key-7"].map((keyId, n) => ({ identity: identify(`jwt ${n}`), keyId }));
  expect(await matchTokens(database.as("collector"), asked)).toEqual([...hostile.map(() => null), { tokenId: listedKey.id, by: "key_id" }]);
});
