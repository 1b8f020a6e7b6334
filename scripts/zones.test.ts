import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";

const run = promisify(execFile);
const planted = new Set<string>();
afterEach(async () => {
  for (const file of planted) await rm(file, { recursive: true, force: true });
  planted.clear();
});

/** What the linter says about a checkout in which that file stands. */
async function withFile(file: string, content: string): Promise<{ code: number; output: string }> {
  planted.add(file);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  return run(process.execPath, ["node_modules/dependency-cruiser/bin/dependency-cruise.mjs", "--config", ".dependency-cruiser.cjs", file]).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: { code: number; stdout: string }) => ({ code: error.code, output: error.stdout }),
  );
}

test.each([
  ["app/planted-zone.ts", 'import { revokers } from "../lib/connectors/revokers";\nexport const planted = revokers;\n', "web-reaches-no-revoker"],
  [
    "app/planted-zone.ts",
    'import { verifyAuthenticationResponse } from "@simplewebauthn/server";\nexport const planted = verifyAuthenticationResponse;\n',
    "web-reaches-no-signature",
  ],
  ["app/planted-zone.ts", 'import { createDb } from "../lib/core/db";\nexport const planted = createDb;\n', "app-has-no-prisma"],
  [
    "worker/collector/planted-zone.ts",
    'import { revokers } from "../../lib/connectors/revokers";\nexport const planted = revokers;\n',
    "revokers-are-the-executors",
  ],
  ["lib/requests/planted-zone.ts", 'import { headers } from "next/headers";\nexport const planted = headers;\n', "next-only-in-lib-next"],
  ["lib/core/planted-zone.ts", 'import { authorize } from "../authorization/authorize";\nexport const planted = authorize;\n', "core-is-the-bottom"],
  ["lib/domain/planted-zone.ts", 'import { canonical } from "../core/canonical";\nexport const planted = canonical;\n', "domain-imports-zod-only"],
  ["lib/audit/planted-zone.ts", 'import { fileRequest } from "../requests/file-request";\nexport const planted = fileRequest;\n', "lower-does-not-know-higher"],
])("a forbidden import in %s is refused", async (file, content, rule) => {
  const { code, output } = await withFile(file, content);
  expect(output).toContain(rule);
  expect(code).toBeGreaterThan(0);
});

test("the same file without it goes through", async () => {
  expect(await withFile("app/planted-zone.ts", 'import { roles } from "../lib/domain/roles";\nexport const planted = roles;\n')).toMatchObject({ code: 0 });
});
