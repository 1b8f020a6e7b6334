import { randomUUID } from "node:crypto";
import type { Refusal } from "../../../../lib/domain/refusals";
import type { Executor } from "../../executor";
import { effectsOn, executionsOf, type Filed, type WorldToken } from "../requests";
import type { World } from "../world";

/** What an attack leaves behind: the request that must come to nothing, and the tokens that must live on. */
export interface Scene {
  request: Filed;
  tokens: WorldToken[];
  /** what web's own role tries first; each must be refused by the database */
  deniedToWeb?: (() => Promise<unknown>)[];
  /** puts right what others need */
  undo?(): Promise<void>;
}
export interface Stage {
  world: World;
  executor: Executor;
}
export type Expected = { refused: Refusal } | { waits: Refusal };

/** One thing that someone who owns web — or, as the owner role, the whole database — tries, and the name under which it fails. */
export interface Attack {
  name: string;
  expected: Expected;
  run(stage: Stage): Promise<Scene>;
}

export interface Verdict {
  /** changes the vendor made to any of the scene's tokens */
  effects: number;
  refused: string[];
  waits: string[];
  other: string[];
}

/** What became of a scene: by the vendor's ledger and the executor's own rows. */
export async function verdictOf(world: World, { request, tokens }: Scene): Promise<Verdict> {
  const effects = await Promise.all(tokens.map((token) => effectsOn(world, token)));
  const executions = await executionsOf(world, request);
  const checks = await world.database.as("web").targetCheck.findMany({ where: { requestId: request.id } });
  const ended = executions.filter(({ status }) => status === "refused" || status === "stopped");
  return {
    effects: effects.flat().length,
    refused: [...new Set(ended.map(({ refusal }) => refusal ?? ""))],
    waits: [...new Set(checks.map(({ waitsFor }) => waitsFor))],
    other: executions.filter((each) => !ended.includes(each)).map(({ status }) => status),
  };
}

/** Puts right what others need, and takes the request out of the way of those that follow. */
export async function clear(world: World, { request, undo }: Scene): Promise<void> {
  await undo?.();
  const row = { id: randomUUID(), requestId: request.id, personId: world.people.rita.id, reason: "test over", at: world.database.clock.now() };
  await world.database.as("web").withdrawal.createMany({ data: [row] });
}

/** Exactly what the attack should come to. */
export const expectedVerdict = (expected: Expected): Verdict => ({
  effects: 0,
  refused: "refused" in expected ? [expected.refused] : [],
  waits: "waits" in expected ? [expected.waits] : [],
  other: [],
});

/** What a stronger attacker does: someone with the owner's rights switches the insert-only triggers off. */
export async function asOwner(world: World, tables: readonly string[], ...statements: string[]): Promise<void> {
  await world.database.as("owner").$transaction(async (tx) => {
    for (const table of tables) await tx.$executeRawUnsafe(`alter table ${table} disable trigger user`);
    for (const statement of statements) await tx.$executeRawUnsafe(statement);
    for (const table of tables) await tx.$executeRawUnsafe(`alter table ${table} enable trigger user`);
  });
}

/** A text as an SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
