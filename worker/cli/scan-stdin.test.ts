import { randomUUID } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { made } from "../../lib/exposure/testkit/made-secrets";
import { zipOf } from "../../lib/exposure/testkit/zip-of";
import { testDatabase } from "../../lib/testkit/database";
import { standardInput } from "./scan-stdin";
import { pretendHost } from "./testkit/pretend-host";

const database = testDatabase();
let host: Awaited<ReturnType<typeof pretendHost>>;
beforeAll(async () => {
  host = await pretendHost(database, randomUUID());
  const pepper = { current: 1, peppers: { 1: Buffer.alloc(32, 7).toString("base64") } };
  writeFileSync(path.join(host.folder, "collector", "pepper.json"), JSON.stringify(pepper), { mode: 0o600 });
});
const token = made.github("on standard input");
const piped = (input: string | Buffer, ...words: string[]) => host.piped(input, "scan", "--no-store", "--format", "json", ...words);
const placesOf = (out: string) =>
  (JSON.parse(out) as { secrets: { occurrences: { path: string; channel: string }[] }[] }).secrets.flatMap(({ occurrences }) =>
    occurrences.map(({ path, channel }) => `${path} in ${channel}`),
  );

const message = { type: "message", user: "U1", ts: "1767225600.000100", text: `use ${token}` };
const slack = zipOf({ "channels.json": '[{"id":"C1","name":"ops"}]', "users.json": "[]", "ops/2026-01-01.json": JSON.stringify([message]) });
const gitleaks = JSON.stringify([{ RuleID: "github-pat", Secret: token, Match: `k=${token}`, File: "src/a.ts", StartLine: 3 }]);

test.each([
  ["text", `token = "${token}"\n`, [], "standard input in other"],
  ["text of a channel", `token = "${token}"\n`, ["--channel", "build_log"], "standard input in build_log"],
  ["a Slack export", slack, [], "#ops in chat"],
  ["a Slack export, said to be one", slack, ["--as", "slack"], "#ops in chat"],
  ["the same as a file", slack, ["--as", "file"], "standard input!/ops/2026-01-01.json in other"],
  ["another scanner's report", gitleaks, [], "src/a.ts in code"],
  ["another scanner's report, said to be one", gitleaks, ["--as", "gitleaks"], "src/a.ts in code"],
])("standard input: %s", async (_, input, words, place) => {
  const { code, out, err } = await piped(input, "-", ...words);
  expect([code, err, placesOf(out)]).toEqual([10, "", [place]]);
  expect(readdirSync(tmpdir()).filter((name) => /^countersign-[0-9a-f]{8}-/.test(name))).toEqual([]);
});

test("with a running Countersign it is kept as what came once", async () => {
  const { code, out } = await host.piped(gitleaks, "scan", "-", "--as", "gitleaks");
  expect([code, out.includes("src/a.ts:3")]).toEqual([10, true]);
  const source = await database.as("owner").scanSource.findFirstOrThrow({ where: { name: "standard input" } });
  expect(source).toMatchObject({ form: "stream", location: null, channel: "code" });
  expect(await database.as("owner").occurrence.findMany({ where: { sourceId: source.id } })).toMatchObject([{ path: "src/a.ts", channel: "code" }]);
});

test.each([
  [["-", "--since", "HEAD~1"], "--since is for repositories, and standard input is none"],
  [["-", "--as", "git"], "--as git can't come on standard input: name it by its path."],
  [["-", "--as", "directory"], "--as directory can't come on standard input"],
  [["-", "--as", "image"], "--as image can't come on standard input"],
  [["-", "--as", "slack"], "standard input is no zip, as an export for --as slack is."],
  [["-", "--as", "rest", "--since", "HEAD"], "--since is for repositories; a system over HTTP is none."],
  [["/srv/shop", "--source", "x.yaml"], "--source goes with --as rest alone"],
  [["-", "--allow-private"], "--allow-private goes with --as rest alone"],
] as const)("what does not go together is refused: %j", async (words, said) => {
  const { code, out, err } = await piped(`token = "${token}"`, ...words);
  expect([code, out, err.includes(said)]).toEqual([2, "", true]);
});

test("where people see it is what the form suggests, unless somebody says otherwise", () => {
  expect([standardInput({}), standardInput({ form: "mail" }), standardInput({ form: "sarif" })].map(({ channel }) => channel)).toEqual([
    "other",
    "mail",
    "code",
  ]);
  expect(standardInput({ form: "mail", channel: "ticket" }).channel).toBe("ticket");
});
