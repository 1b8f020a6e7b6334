import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadOrCreateIdentity } from "./identity";
import { openText, sealText } from "./seal";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), "identity-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

test("the identity is made once, kept to its owner, and opens what is sealed to its recipient", async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => loadOrCreateIdentity(home)));
  const [first] = all;
  if (!first) throw new Error("none");
  for (const other of all) expect(other).toEqual(first);
  expect(await readdir(home)).toEqual(["age-identity.txt"]);
  expect((await stat(path.join(home, "age-identity.txt"))).mode & 0o777).toBe(0o600);
  expect(await openText(first.identity, await sealText(first.recipient, "text"))).toBe("text");
});

test("a file that others can read or that holds no identity is refused, and never replaced", async () => {
  const { identity } = await loadOrCreateIdentity(home);
  const file = path.join(home, "age-identity.txt");
  await chmod(file, 0o640);
  await expect(loadOrCreateIdentity(home)).rejects.toThrow(/chmod 600/);
  await chmod(file, 0o600);
  await writeFile(file, identity.slice(0, 20));
  const refused = await loadOrCreateIdentity(home).catch((error: Error) => error);
  expect(String(refused)).toMatch(/holds no age identity/);
  expect(String(refused)).not.toContain(identity.slice(0, 20));
});
