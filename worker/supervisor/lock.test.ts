import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { holdLock } from "./lock";

async function folder(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), "countersign-lock-"));
  await mkdir(path.join(made, "supervisor"));
  return made;
}

test("a second start on the same data is refused while the first lives, and not after", async () => {
  const data = await folder();
  const release = await holdLock(data);
  await expect(holdLock(data)).rejects.toThrow(`Countersign already runs on ${data} (process ${process.pid})`);
  await release();
  await (await holdLock(data))();
});

test("the lock of a start that was killed is taken over, even when its number belongs to another process by now", async () => {
  const data = await folder();
  for (const stale of ["4194999 whatever", `${process.pid} another-boot:1`, ""]) {
    await writeFile(path.join(data, "supervisor", "lock"), stale);
    const release = await holdLock(data);
    expect(await readFile(path.join(data, "supervisor", "lock"), "utf8")).toContain(`${process.pid} `);
    await release();
  }
});

test("of many starts at once exactly one goes through", async () => {
  const data = await folder();
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => holdLock(data)));
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
