import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportLog } from "../../lib/audit/export";
import { verifyExport } from "../../lib/audit/verify";
import { openEnvelope } from "../../lib/credentials/envelope";
import { loadOrCreateIdentity } from "../../lib/credentials/identity";
import { Unsealable } from "../../lib/credentials/seal";
import { testDatabase } from "../../lib/testkit/database";
import { facts } from "../../lib/testkit/facts";
import { LogBroken, loadSealingKey, Sealer } from "./seal";
import { type Attack, asOwner, clear, expectedVerdict, verdictOf } from "./testkit/attacks/attack";
import { peopleAttacks } from "./testkit/attacks/people";
import { rowAttacks, tableAttacks } from "./testkit/attacks/rows";
import { secondDeploymentAttacks } from "./testkit/attacks/second-deployment";
import { signatureAttacks } from "./testkit/attacks/signatures";
import { statementAttacks } from "./testkit/attacks/statements";
import { targetAttacks } from "./testkit/attacks/targets";
import { effectsOn, honestRequest } from "./testkit/requests";
import { createWorld, type World } from "./testkit/world";

const database = testDatabase();
let world: World;

beforeAll(async () => {
  world = await createWorld(database);
});
afterAll(() => world.close());

/** Runs the attack, lets a new executor look at it three times, and says what became of it. */
async function outcomeOf(attack: Attack) {
  const executor = await world.executor();
  const scene = await attack.run({ world, executor });
  for (const denied of scene.deniedToWeb ?? []) await expect(denied()).rejects.toThrow(/permission denied|insert-only|may not/);
  for (let n = 0; n < 3; n++) await executor.tick();
  const verdict = await verdictOf(world, scene);
  await clear(world, scene);
  return verdict;
}

const attacks = [...signatureAttacks, ...peopleAttacks, ...statementAttacks, ...secondDeploymentAttacks, ...rowAttacks, ...targetAttacks];

describe("someone who owns web, or the database, gets nothing executed", () => {
  test.each(attacks.map((attack) => [attack.name, attack] as const))("%s", async (_, attack) => {
    expect(await outcomeOf(attack)).toEqual(expectedVerdict(attack.expected));

    // The untouched twin goes through, at once.
    const executor = await world.executor();
    const { token } = await honestRequest(world);
    await executor.tick();
    expect(await effectsOn(world, token)).toMatchObject([{ effect: "dead" }]);
  });
});

describe("what the database refuses to web by itself", () => {
  test.each(tableAttacks)("%s", async (_, sql) => {
    const owner = facts(database.as("owner"), () => database.clock.now());
    const token = await world.token();
    await owner.finding("departed-still-alive", { tokenId: token.id });
    await expect(database.as("web").$executeRawUnsafe(sql)).rejects.toThrow(/permission denied|insert-only|may not/);
  });
});

test("a sealed credential opens for the executor alone", async () => {
  const [row] = await database.as("executor").revokeCredential.findMany({ where: { connectionId: world.connection } });
  const sealed = row?.sealed ?? "";
  const { identity } = await loadOrCreateIdentity(world.home);
  expect((await openEnvelope(identity, sealed)).connection).toBe(world.connection);
  const stranger = await loadOrCreateIdentity(await mkdtemp(path.join(tmpdir(), "countersign-stranger-")));
  await expect(openEnvelope(stranger.identity, sealed)).rejects.toThrow(Unsealable);
});

test("an audit entry forged as the executor shows who wrote it, and one edited by the owner is named; a log truncated by the owner is noticed", async () => {
  const key = await loadSealingKey(world.home, world.deployment);
  const sealer = new Sealer(database.context("executor"), key, world.home, null);
  await database.as("web").$queryRaw`select audit_append('process:executor', 'execution.proven', 'Execution', ${randomUUID()}, '{}')`;
  const [forged] = await database.as("web").auditEntry.findMany({ where: { actor: "process:executor", dbRole: "web" } });
  expect(forged).toMatchObject({ action: "execution.proven", dbRole: "web" });
  await sealer.seal();
  const verify = async () => {
    const lines: string[] = [];
    for await (const line of exportLog(database.as("web"), database.clock.now())) lines.push(line.trimEnd());
    return verifyExport(lines, { key: key.verifier });
  };
  expect(await verify()).toMatchObject({ ok: true });
  await asOwner(world, ["audit_entry"], `update audit_entry set db_role = 'executor' where id = ${forged?.id}`);
  expect(await verify()).toMatchObject({ ok: false });
  // Truncated by the owner, checkpoints and all, nothing in the database contradicts itself: the executor's own file does. More ways in seal.test.ts.
  await asOwner(world, ["audit_leaf", "audit_entry"], "delete from audit_leaf", "delete from checkpoint", "delete from audit_entry");
  await database.as("web").$queryRaw`select audit_append('process:web', 'nothing.happened', 'x', 'x', '{}')`;
  await expect(new Sealer(database.context("executor"), key, world.home, null).seal()).rejects.toThrow(LogBroken);
});
