import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { changed } from "../../lib/connectors/declarative/testkit/small";
import { testDatabase } from "../../lib/testkit/database";
import { pretendHost } from "./testkit/pretend-host";

const database = testDatabase();
const example = fileURLToPath(new URL("../../lib/connectors/declarative/examples/parse-server.yaml", import.meta.url));
let host: Awaited<ReturnType<typeof pretendHost>>;
beforeAll(async () => {
  host = await pretendHost(database, randomUUID());
});
const put = async (name: string, text: string) => {
  await writeFile(host.file(name), text);
  return host.file(name);
};
const check = (...words: string[]) => host.countersign("connector", "check", ...words);

test("a sound file ends with 0 and is said in the words of the signer's page, with what it can't do", async () => {
  const said = await check(example);
  expect(said).toMatchObject({ code: 0, err: "" });
  for (const part of [
    "is a sound declaration",
    "DELETE /parse/sessions/{{id}}",
    '400 with code = 209 and error = "Invalid session token"',
    "can't: Parse Server keeps no date",
  ])
    expect(said.out).toContain(part);
  const json = JSON.parse((await host.countersign("--json", "connector", "check", example)).out);
  expect(json).toMatchObject({
    ok: true,
    system: "Parse Server",
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    abilities: { personal_access_token: { probe: "can" } },
  });
});

test("a wrong file ends with 2, each problem by file, line, place, reason and next step", async () => {
  const file = await put("wrong.yaml", changed(["dead: [{ status: 401", "dead: [{ status: 500"], ["  gone: [{", "  gon: [{"]));
  const said = await check(file);
  expect(said.code).toBe(2);
  expect(said.out).toMatch(/2 problems|3 problems/);
  expect(said.out).toContain(`${file}:35  probe.dead.0.status`);
  expect(JSON.parse((await host.countersign("--json", "connector", "check", file)).out)).toMatchObject({
    ok: false,
    problems: [{ line: expect.any(Number) }, {}, ...[{}].slice(1)],
  });
});

test("credentials are taken from files alone, as the file asks for them, and no message repeats one", async () => {
  const at = ["--origin", "http://127.0.0.1:1", "--allow-private"];
  const good = await put("read.json", '{"secret":"canary-of-reading-01"}');
  const cases: [string[], string][] = [
    [["--read-credential-file", good], "Give --origin too"],
    [at, "--read-credential-file"],
    [
      [...at, "--read-credential-file", await put("user.json", '{"secret":"canary-of-reading-02","username":"u"}')],
      "username: goes with basic and client_credentials alone",
    ],
    [[...at, "--read-credential-file", await put("text.json", "canary-of-reading-03")], "It is JSON"],
    [[...at, "--read-credential-file", good, "--sacrifice", "x"], "--sacrifice needs"],
    [[...at, "--read-credential-file", good, "--sacrifice-disable", "x"], "--sacrifice-disable needs"],
    [
      [...at, "--read-credential-file", good, "--revoke-credential-file", await put("revoke.json", '{"secret":"canary-of-revoking-1"}')],
      "control: goes with `probe`",
    ],
    [["--origin", "ftp://x", "--read-credential-file", good], "must be like https://"],
    [["--origin", "http://127.0.0.1:1/path", "--read-credential-file", good], "must be like https://"],
  ];
  for (const [words, sentence] of cases) {
    const said = await check(example, ...words);
    expect([said.code, said.err]).toEqual([2, expect.stringContaining(sentence)]);
    expect(said.err + said.out).not.toMatch(/canary/);
  }
  expect(await check(host.file("nowhere.yaml"))).toMatchObject({ code: 2 });
});

test("a system that can't be reached ends with 3", async () => {
  const file = await put("read.json", '{"secret":"canary-of-reading-01"}');
  const said = await check(example, "--origin", "http://127.0.0.1:1", "--allow-private", "--read-credential-file", file);
  expect([said.code, said.out]).toEqual([3, expect.stringContaining("nothing listens there")]);
  expect(said.out + said.err).not.toContain("canary");
});
