import { mkdtemp, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { placeFile } from "./place-file";

test("a link laid where a file is to be placed is replaced, not followed", async () => {
  const folder = await mkdtemp(path.join(tmpdir(), "countersign-place-"));
  const elsewhere = path.join(folder, "elsewhere");
  await writeFile(elsewhere, "untouched");
  await symlink(elsewhere, path.join(folder, "pepper.json"));
  const file = await placeFile(folder, "pepper.json", "secret");
  expect(await readFile(elsewhere, "utf8")).toBe("untouched");
  expect(await readFile(file, "utf8")).toBe("secret");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await readdir(folder)).sort()).toEqual(["elsewhere", "pepper.json"]);
});
