import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

const run = promisify(execFile);
const checkout = process.cwd();

/** Modules that stand where the real ones do: the rules are about places. */
const standing = {
  "lib/connectors/revokers.ts": "export const revokers = {};\n",
  "lib/connectors/checkers.ts": "export const checkers = {};\n",
  "lib/connectors/unleash/revoke.ts": "export const unleashRevoker = {};\n",
  "lib/core/db.ts": "export const createDb = () => null;\n",
  "lib/core/canonical.ts": "export const canonical = String;\n",
  "lib/authorization/authorize.ts": "export const authorize = () => null;\n",
  "lib/requests/file-request.ts": "export const fileRequest = () => null;\n",
  "lib/domain/roles.ts": "export const roles = [];\n",
  "worker/executor/act.ts": "export const act = () => null;\n",
};
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "countersign-zones-"));
  await symlink(path.join(checkout, "node_modules"), path.join(folder, "node_modules"));
  for (const name of [".dependency-cruiser.cjs", "tsconfig.json", "package.json", "biome.json"])
    await copyFile(path.join(checkout, name), path.join(folder, name));
  await write(standing);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

/** What a linter says of a checkout in which these files stand too. */
async function said(files: Record<string, string>, script: string, words: string[]): Promise<{ code: number; output: string }> {
  await write(files);
  const result = await run(process.execPath, [path.join(checkout, "node_modules", script), ...words], { cwd: folder }).then(
    ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({ code: error.code, output: error.stdout + error.stderr }),
  );
  for (const name of Object.keys(files)) await rm(path.join(folder, name));
  return result;
}

/** Every rule that a file breaks, as `file: rule`. */
async function broken(files: Record<string, string>): Promise<string[]> {
  const words = ["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...Object.keys(files)];
  const { output } = await said(files, "dependency-cruiser/bin/dependency-cruise.mjs", words);
  const { summary } = z
    .object({ summary: z.object({ violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })) }) })
    .parse(JSON.parse(output));
  return summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
}
const planted = (from: string, name: string) => `import { ${name} } from "${from}";\nexport const planted = ${name};\n`;

test("a forbidden import is refused wherever it stands", async () => {
  const found = await broken({
    "app/revokes.ts": planted("../lib/connectors/revokers", "revokers"),
    "app/revokes-by-way.ts": planted("../lib/tokens/between", "planted"),
    "lib/tokens/between.ts": planted("../connectors/unleash/revoke", "unleashRevoker"),
    "instrumentation.ts": planted("./worker/executor/act", "act"),
    "proxy.ts": planted("./lib/connectors/revokers", "revokers"),
    "lib/next/revokes.ts": planted("../connectors/revokers", "revokers"),
    "app/verifies.ts": planted("@simplewebauthn/server", "verifyAuthenticationResponse"),
    "app/queries.ts": planted("../lib/core/db", "createDb"),
    "worker/collector/revokes.ts": planted("../../lib/connectors/revokers", "revokers"),
    "worker/collector/tries.ts": planted("../../lib/connectors/checkers", "checkers"),
    "worker/checker/remembers.ts": planted("../../lib/core/db", "createDb"),
    "lib/requests/asks-next.ts": planted("next/headers", "headers"),
    "lib/core/climbs.ts": planted("../authorization/authorize", "authorize"),
    "lib/domain/climbs.ts": planted("../core/canonical", "canonical"),
    "lib/audit/climbs.ts": planted("../requests/file-request", "fileRequest"),
    "lib/tokens/one.ts": planted("./two", "planted"),
    "lib/tokens/two.ts": 'import { planted as one } from "./one";\nexport const planted = one;\n',
  });
  expect(found).toEqual(
    expect.arrayContaining([
      "app/revokes.ts: web-reaches-no-revoker",
      "app/revokes-by-way.ts: web-reaches-no-revoker",
      "instrumentation.ts: web-reaches-no-revoker",
      "proxy.ts: web-reaches-no-revoker",
      "lib/next/revokes.ts: web-reaches-no-revoker",
      "app/verifies.ts: web-reaches-no-signature",
      "app/queries.ts: app-has-no-prisma",
      "worker/collector/revokes.ts: revokers-are-the-executors",
      "worker/collector/tries.ts: checkers-are-the-checkers",
      "worker/checker/remembers.ts: checker-reaches-no-database",
      "lib/requests/asks-next.ts: next-only-in-lib-next",
      "lib/core/climbs.ts: core-is-the-bottom",
      "lib/domain/climbs.ts: domain-imports-zod-only",
      "lib/audit/climbs.ts: lower-does-not-know-higher",
      "lib/tokens/one.ts: no-cycles",
    ]),
  );
});

test("the same places without it go through", async () => {
  const harmless = planted("../lib/domain/roles", "roles");
  expect(await broken({ "app/revokes.ts": harmless, "proxy.ts": harmless.replace("..", "."), "lib/tokens/one.ts": harmless.replace("../lib", "..") })).toEqual(
    [],
  );
});

test("the command names everything that imports", async () => {
  const { scripts } = z.object({ scripts: z.object({ zones: z.string() }) }).parse(JSON.parse(await readFile("package.json", "utf8")));
  const apart = ["demo", "scripts", "docs", "public", "node_modules", "test-results", "playwright-report", "coverage"];
  const folders = (await readdir(".", { withFileTypes: true })).filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => name);
  expect(scripts.zones.split(" ")).toEqual(expect.arrayContaining([...folders.filter((name) => !apart.includes(name)), "instrumentation.ts", "proxy.ts"]));
});

describe("a file that only hands on what others export", () => {
  const lint = (content: string) =>
    said({ "lib/tokens/index.ts": content }, "@biomejs/biome/bin/biome", ["lint", "--error-on-warnings", "lib/tokens/index.ts"]);

  test("is refused", async () => {
    const { code, output } = await lint('export { roles } from "../domain/roles";\nexport * from "../core/canonical";\n');
    expect(output).toMatch(/noBarrelFile|noReExportAll/);
    expect(code).toBeGreaterThan(0);
  });
  test("and one with something of its own goes through", async () => {
    expect(await lint("export const planted = 1;\n")).toMatchObject({ code: 0 });
  });
});
