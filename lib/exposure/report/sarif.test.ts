import { expect, test } from "vitest";
import { lookThrough, nothingLooked } from "../look-through";
import { placeInFile, type Sourced } from "../sources/piece";
import { made } from "../testkit/made-secrets";
import { SarifShape } from "../testkit/sarif-shape";
import { Findings } from "./findings";
import { reportSarif } from "./sarif";

const text = (path: string, content: string): Sourced => ({
  piece: { channel: "code", prose: false, pathAt: () => path, content: Buffer.from(content), locate: placeInFile(path) },
});
async function logOf(...source: Sourced[]) {
  const findings = new Findings();
  const looked = nothingLooked();
  for await (const one of lookThrough(
    (async function* () {
      yield* source;
    })(),
    findings.identify,
    looked,
  )) {
    if ("sighting" in one) findings.add(one.sighting);
    else if ("unreadable" in one) findings.addUnreadable(one.unreadable);
  }
  return SarifShape.parse(JSON.parse(JSON.stringify(reportSarif(findings.report(looked))))).runs[0] as ReturnType<typeof SarifShape.parse>["runs"][0];
}

test("a run that looked at everything is a success, and a result names its rule, place and hint, never the secret", async () => {
  const [one, other] = [made.github("one"), made.stripe("other")];
  const run = await logOf(text("src/a b.ts", `\ntoken = "${one}"\n`), text("src/c.ts", `key = "${other}"; again = "${one}"\n`));
  expect(run.invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
  expect(run.results.map(({ ruleId }) => ruleId).sort()).toEqual(["github_pat", "github_pat", expect.stringContaining("stripe")]);
  expect(run.results.map(({ locations }) => locations[0]?.physicalLocation)).toContainEqual({
    artifactLocation: { uri: "src/a%20b.ts" },
    region: { startLine: 2 },
  });
  for (const secret of [one, other]) expect(JSON.stringify(run)).not.toContain(secret.slice(8));
});

test("what could not be read, or not whole, is told one by one and makes the run no success", async () => {
  const run = await logOf(
    text("a.ts", "nothing\n"),
    { unreadable: { path: "secret/plans.zip", reason: "encrypted", detail: "plans.txt" } },
    { unreadable: { path: "", reason: "rule_time", detail: "own_badge" } },
  );
  expect(run.invocations[0]).toEqual({
    executionSuccessful: false,
    toolExecutionNotifications: [
      {
        descriptor: { id: "encrypted", index: 0 },
        level: "warning",
        message: { text: "Encrypted (plans.txt)." },
        locations: [{ physicalLocation: { artifactLocation: { uri: "secret/plans.zip" } } }],
      },
      { descriptor: { id: "rule_time", index: 1 }, level: "warning", message: { text: expect.stringContaining("(own_badge)") } },
    ],
  });
});

test("a text that is too dense makes the run partial; a picture and a link do not", async () => {
  const dense = await logOf(text("dense.txt", "glsoat-".repeat(150_000)));
  expect(dense.invocations[0]?.executionSuccessful).toBe(false);
  expect(dense.invocations[0]?.toolExecutionNotifications.map(({ descriptor: { id } }) => id)).toContain("too_dense");
  const pictures = await logOf(
    { unreadable: { path: "a.png", reason: "media", detail: null } },
    { unreadable: { path: "b.png", reason: "media", detail: null } },
    { unreadable: { path: "c", reason: "link", detail: null } },
  );
  expect(pictures.invocations[0]).toMatchObject({
    executionSuccessful: true,
    toolExecutionNotifications: [
      { descriptor: { id: "link" }, level: "note", message: { text: "A link, which is not followed: 1." } },
      { descriptor: { id: "media" }, level: "note", message: { text: "Pictures, sound, fonts or packed data: 2." } },
    ],
  });
});

test("of very many that can't be read the first are told, and how many more there are", async () => {
  const run = await logOf(...Array.from({ length: 1003 }, (_, n): Sourced => ({ unreadable: { path: `closed/${n}`, reason: "not_allowed", detail: null } })));
  const told = run.invocations[0]?.toolExecutionNotifications ?? [];
  expect(told).toHaveLength(1001);
  expect(told.at(-1)).toEqual({ descriptor: { id: "not_allowed", index: 0 }, level: "warning", message: { text: "May not be read: further 3." } });
});
