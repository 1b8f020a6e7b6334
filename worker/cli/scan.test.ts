import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { shortReference } from "../../lib/domain/exposures";
import { made } from "../../lib/exposure/testkit/made-secrets";
import { Repository } from "../../lib/exposure/testkit/repository";
import { testDatabase } from "../../lib/testkit/database";
import { pretendHost } from "./testkit/pretend-host";

const database = testDatabase();
let host: Awaited<ReturnType<typeof pretendHost>>;
let repository: Repository;
const token = made.github("a leaked token");
let leaked: string;
beforeAll(async () => {
  host = await pretendHost(database, randomUUID());
  repository = new Repository();
  repository.commit({ "README.md": "Nothing here\n" });
  leaked = repository.commit({ "src/deploy.ts": `const first = 1;\nconst token = "${token}";\n` });
  repository.commit({ "src/deploy.ts": "const first = 1;\n" });
});
afterAll(() => repository.remove());
const scan = (...words: string[]) => host.countersign("scan", "--no-store", ...words);

test("a secret that was removed long ago is found at its commit, in words, as JSON and as SARIF, and never shown", async () => {
  const text = await scan(repository.folder);
  expect(text).toMatchObject({ code: 10, err: "" });
  for (const part of [
    "1 secret was found.",
    "GitHub",
    `src/deploy.ts:2 in ${leaked.slice(0, 12)} (Ada Wolfe <ada@example.test>, 2026-01-01)`,
    'const token = "•••";',
    "3 commits",
  ])
    expect(text.out).toContain(part);
  const json = await scan(repository.folder, "--format", "json");
  expect(JSON.parse(json.out)).toMatchObject({
    looked: { commits: 3 },
    secrets: [{ hint: `ghp_…${token.slice(-4)}`, mark: null, occurrences: [{ path: "src/deploy.ts", line: 2, reference: leaked, channel: "code" }] }],
  });
  const sarif = JSON.parse((await scan(repository.folder, "--format", "sarif")).out);
  expect(sarif.runs[0].results[0]).toMatchObject({
    level: "error",
    locations: [{ physicalLocation: { artifactLocation: { uri: "src/deploy.ts" }, region: { startLine: 2 } } }],
    properties: { validity: "unknown", validityUnknownBecause: "a scan's answer tries nothing" },
  });
  expect(sarif.runs[0].invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  for (const { out, err } of [text, json, { out: JSON.stringify(sarif), err: "" }]) expect(out + err).not.toContain(token.slice(4, -4));
});

test("nothing found is 0; what an earlier answer holds is left out, and what is new is not", async () => {
  const baseline = host.file("baseline.json");
  await writeFile(baseline, (await scan(repository.folder, "--format", "json")).out);
  expect(await scan(repository.folder, "--baseline", baseline)).toMatchObject({ code: 0, out: expect.stringContaining("No secret was found.") });
  const another = made.github("another");
  repository.commit({ "src/other.ts": `const token = "${another}";\n` });
  expect(await scan(repository.folder, "--baseline", baseline)).toMatchObject({ code: 10, out: expect.stringContaining("src/other.ts:1") });
  expect(await scan(repository.folder, "--since", "HEAD")).toMatchObject({ code: 0 });
});

test("what can't be looked through is 2, with the thing, the reason and the next step", async () => {
  expect(await scan("/nowhere/at/all")).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringContaining("/nowhere/at/all can't be scanned: there is nothing there."),
  });
  expect(await scan(repository.folder, "--since", "nothing")).toMatchObject({ code: 2, err: expect.stringContaining("nothing is no commit of") });
  await writeFile(host.file("no.json"), "{}");
  expect(await scan(repository.folder, "--baseline", host.file("no.json"))).toMatchObject({
    code: 2,
    err: expect.stringContaining("is not what scan --format json writes"),
  });
});

test("of commits and digests the beginning is shown, of what else a source knows a place by all of it", () => {
  expect(shortReference("0123456789abcdef0123456789abcdef01234567")).toBe("0123456789ab");
  expect(shortReference(`sha256:${"ab".repeat(32)}`)).toBe(`sha256:${"ab".repeat(6)}`);
  expect(shortReference("CAF=1@mail.example.test")).toBe("CAF=1@mail.example.test");
  expect(shortReference("x".repeat(80))).toHaveLength(60);
});

test("a system is read over HTTP as its file describes it; without file, credential or a true origin it says what is missing", async () => {
  const server = createServer((request, response) => {
    const allowed = request.headers["private-token"] === "made-for-this-test";
    const issues = [{ id: 1, references: { full: "acme/shop#1" }, title: "x", description: `use ${token}`, project_id: 7, iid: 1 }];
    response
      .writeHead(allowed ? 200 : 401, { "content-type": "application/json" })
      .end(JSON.stringify(request.url?.startsWith("/api/v4/issues") ? issues : []));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [file, secret] = ["lib/exposure/sources/rest/examples/gitlab.yaml", host.file("token")];
  await writeFile(secret, "made-for-this-test\n");
  const rest = ["--as", "rest", "--source", file, "--token-file", secret];
  expect(await scan(origin, ...rest, "--allow-private")).toMatchObject({ code: 10, out: expect.stringContaining("acme/shop#1 description") });
  expect(await scan(origin, ...rest)).toMatchObject({ code: 2, out: "" });
  expect(await scan(origin, "--as", "rest")).toMatchObject({ code: 2, err: expect.stringContaining("--source FILE.yaml") });
  expect(await scan(origin, "--as", "rest", "--source", file)).toMatchObject({ code: 2, err: expect.stringContaining("COUNTERSIGN_SOURCE_TOKEN") });
  expect(await scan("gitlab", ...rest)).toMatchObject({ code: 2, err: expect.stringContaining("origin") });
  await writeFile(secret, "another");
  expect(await scan(origin, ...rest, "--allow-private")).toMatchObject({ code: 2, err: expect.stringContaining("the credential was not accepted") });
  server.closeAllConnections();
  server.close();
});
