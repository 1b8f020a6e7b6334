import { createSecretKey } from "node:crypto";
import { expect, test } from "vitest";
import { type Sourced, SourceFault } from "../../../lib/exposure/sources/piece";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { fingerprint, type Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { runScan, type ScanInput } from "./run-scan";

const database = testDatabase();
const owner = () => database.as("owner");
const pepper: Pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 5))]]) };

const file = (path: string, text: string): Sourced => ({
  piece: {
    channel: "code",
    prose: false,
    pathAt: () => path,
    content: Buffer.from(text),
    locate: ({ line }) => ({ path, line, reference: null, author: null, at: null, url: null }),
  },
});
const scan = (name: string, source: AsyncIterable<Sourced>, batch?: number) => {
  const input: ScanInput = { form: "directory", name, location: `/srv/${name}`, channel: "code", source };
  return runScan({ ctx: database.context("collector"), pepper, ...(batch ? { batch } : {}) }, input);
};
const runOf = (name: string) => owner().scanRun.findFirstOrThrow({ where: { source: { name } } });
const placesOf = async (secret: string) => {
  const found = await owner().exposure.findMany({
    where: { fingerprints: { some: { value: fingerprint(pepper, secret).value } } },
    include: { occurrences: { orderBy: { path: "asc" } } },
  });
  return found.map(({ occurrences }) => occurrences.map(({ path }) => path));
};

/** Keeps every write waiting until it is let go. */
async function held(): Promise<() => Promise<void>> {
  let [release, taken] = [() => {}, () => {}];
  const isHeld = new Promise<void>((resolve) => {
    taken = resolve;
  });
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const transaction = owner().$transaction(
    async (tx) => {
      await tx.$queryRaw`select name from turn where name = 'merging' for update`;
      taken();
      await until;
    },
    { timeout: 30_000 },
  );
  await isHeld;
  return async () => {
    release();
    await transaction;
  };
}
const soon = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

test("the next batch is looked through while one is written, and no third; one secret in all of them is one exposure", async () => {
  const [secret, other] = [made.github("in every batch"), made.github("in the last")];
  const release = await held();
  const asked: string[] = [];
  async function* source(): AsyncGenerator<Sourced> {
    for (const [path, text] of Object.entries({ "a.ts": secret, "b.ts": secret, "c.ts": `${secret}\n${other}` })) {
      asked.push(path);
      yield file(path, `const token = "${text}";\n`);
    }
  }
  const running = scan("batches", source(), 1);
  await expect.poll(() => asked).toEqual(["a.ts", "b.ts"]);
  for (let n = 0; n < 20; n++) await soon();
  expect(asked).toEqual(["a.ts", "b.ts"]);
  await release();
  const { runId } = await running;
  expect(await placesOf(secret)).toEqual([["a.ts", "b.ts", "c.ts"]]);
  expect(await placesOf(other)).toEqual([["c.ts"]]);
  expect(await owner().scanRun.findUnique({ where: { id: runId } })).toMatchObject({ status: "succeeded", exposures: 2, occurrences: 4 });
});

test("a batch that can't be written ends the run soon, as failed, with what was kept before", async () => {
  const [first, poison] = [made.github("kept before"), made.github("never kept")];
  await owner().$executeRaw`
    create function refuse() returns trigger language plpgsql as $$ begin if new.path = 'poison.ts' then raise 'refused by the test'; end if; return new; end $$`;
  await owner().$executeRaw`create trigger refuse before insert on occurrence for each row execute function refuse()`;
  let given = 0;
  async function* source(): AsyncGenerator<Sourced> {
    yield file("first.ts", `const token = "${first}";\n`);
    yield file("poison.ts", `const token = "${poison}";\n`);
    // nothing is found any more, so that no later batch could tell
    for (; given < 2_000; given++) {
      await soon();
      yield file("nothing.ts", "const one = 1;\n");
    }
  }
  await expect(scan("refused", source(), 1)).rejects.toThrow("refused by the test");
  expect(given).toBeLessThan(2_000);
  expect(await runOf("refused")).toMatchObject({ status: "failed", error: expect.stringContaining("on our side"), exposures: 1, occurrences: 1 });
  expect(await placesOf(first)).toEqual([["first.ts"]]);
  expect(await placesOf(poison)).toEqual([]);
});

test("cancelled while a batch is written, a run ends once that is done, with all that was found", async () => {
  const [first, beside, second] = ["being written", "in the same batch", "gathered meanwhile"].map((name) => made.github(name)) as [string, string, string];
  const release = await held();
  let [gathered, left] = [false, false];
  async function* source(): AsyncGenerator<Sourced> {
    try {
      yield file("one.ts", `const token = "${first}";\nconst token = "${beside}";\n`);
      // no batch yet
      yield file("two.ts", `const token = "${second}";\n`);
      for (;;) {
        gathered = true;
        await soon();
        yield file("nothing.ts", "const one = 1;\n");
      }
    } finally {
      left = true;
    }
  }
  const running = scan("cancelled", source(), 2);
  await expect.poll(() => gathered).toBe(true);
  const { id } = await runOf("cancelled");
  await owner().scanRun.update({ where: { id }, data: { cancelledBy: "person:test" } });
  await expect.poll(() => left, { timeout: 5_000 }).toBe(true);
  for (let n = 0; n < 10; n++) await soon();
  expect(await runOf("cancelled")).toMatchObject({ status: "running", exposures: 0 });
  await release();
  await running;
  expect(await runOf("cancelled")).toMatchObject({ status: "cancelled", exposures: 3, occurrences: 3 });
  expect([await placesOf(first), await placesOf(second)]).toEqual([[["one.ts"]], [["two.ts"]]]);
});

test("a source that fails before a batch is full: what was found until then is kept", async () => {
  const secret = made.github("in a batch of its own");
  async function* source(): AsyncGenerator<Sourced> {
    yield file("a.ts", `const token = "${secret}";\n`);
    throw new SourceFault("The disk is gone. Put it back.");
  }
  await expect(scan("gone", source())).rejects.toThrow("The disk is gone.");
  expect(await runOf("gone")).toMatchObject({ status: "failed", error: "The disk is gone. Put it back.", exposures: 1, occurrences: 1 });
  expect(await placesOf(secret)).toEqual([["a.ts"]]);
});
