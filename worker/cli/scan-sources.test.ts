import { randomUUID } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Repository } from "../../lib/exposure/testkit/repository";
import { testDatabase } from "../../lib/testkit/database";
import { pretendHost } from "./testkit/pretend-host";

const database = testDatabase();
let host: Awaited<ReturnType<typeof pretendHost>>;
let repository: Repository;
beforeAll(async () => {
  host = await pretendHost(database, randomUUID());
  repository = new Repository();
  repository.commit({ "README.md": "Nothing here\n" });
});
afterAll(() => repository.remove());
const scan = (...words: string[]) => host.countersign("scan", ...words);

test("a source is named with how often, listed with when next, named anew with another rhythm, and taken off the list", async () => {
  const added = await scan("add", repository.folder, "--every", "6h", "--name", "mirror", "--json");
  expect([added.code, JSON.parse(added.out)]).toMatchObject([0, { name: "mirror", location: repository.folder, form: "git", channel: "code", every: 360 }]);
  const row = await database.as("owner").scanSource.findUniqueOrThrow({ where: { name: "mirror" } });
  expect(row).toMatchObject({ location: repository.folder, every: 360, removedAt: null });
  expect(row.createdBy).toMatch(/^operator:/);
  expect((await scan("list")).out).toMatch(/^mirror {2}git, every 6 h, next 20.*, not looked through yet/);
  expect((await scan("add", repository.folder, "--every", "1w", "--name", "mirror", "--channel", "wiki")).code).toBe(0);
  expect(JSON.parse((await scan("list", "--json")).out)).toMatchObject([{ name: "mirror", every: 10_080, channel: "wiki", paused: null }]);
  expect((await scan("remove", repository.folder)).out).toContain("mirror is no longer looked through");
  expect((await scan("list")).out).toContain("countersign scan add PATH");
  expect((await scan("remove", "mirror")).code).toBe(1);
  expect((await database.as("owner").auditEntry.findMany({ where: { subjectId: row.id }, orderBy: { id: "asc" } })).map(({ action }) => action)).toEqual([
    "scan.named",
    "scan.named",
    "scan.removed",
  ]);
});

test("what can't be looked through is refused with the reason: no such path, no such rhythm, another's name", async () => {
  expect(await scan("add", "/nowhere/at/all")).toMatchObject({ code: 2, err: expect.stringContaining("nothing there") });
  for (const span of ["0m", "soon", "2y", "999999w"]) expect((await scan("add", repository.folder, "--every", span)).code, span).toBe(2);
  const [one, other] = [host.file("one"), host.file("other")];
  for (const folder of [one, other]) await mkdir(folder);
  expect((await scan("add", one, "--name", "logs")).code).toBe(0);
  expect(await scan("add", other, "--name", "logs")).toMatchObject({ code: 1, err: expect.stringContaining("--name") });
});

test("an export is named with where its pages lie, and keeps that; an address with a credential in it is refused and not repeated", async () => {
  const file = host.file("issues.csv");
  await writeFile(file, 'Summary,Issue key,Description\n"a summary","OPS-41","nothing in it"\n');
  const added = await scan("add", file, "--base", "https://acme.atlassian.net/", "--name", "issues", "--json");
  expect([added.code, JSON.parse(added.out)]).toMatchObject([0, { form: "jira", base: "https://acme.atlassian.net" }]);
  expect((await scan("add", file, "--name", "issues", "--every", "1w")).code).toBe(0);
  expect(await database.as("owner").scanSource.findUnique({ where: { name: "issues" } })).toMatchObject({ base: "https://acme.atlassian.net", every: 10_080 });
  for (const words of [["add", file], [file], [file, "--no-store"]]) {
    const refused = await scan(...words, "--base", "https://ada:a-word-of-hers@acme.atlassian.net");
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("--base is no address like") });
    expect(refused.out + refused.err).not.toContain("a-word-of-hers");
  }
  expect(await scan(repository.folder, "--no-store", "--base", "https://acme.atlassian.net")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--base is for exports of Slack and Jira"),
  });
});

test("a path is still looked through at once, also with options that its commands have too", async () => {
  expect(await scan(repository.folder, "--channel", "wiki", "--no-store")).toMatchObject({ code: 0, out: expect.stringContaining("No secret was found.") });
});
