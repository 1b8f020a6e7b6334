import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lookThrough, nothingLooked } from "../look-through";
import { made } from "../testkit/made-secrets";
import { openSource } from "./open-source";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-reports-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function look(text: string) {
  const file = path.join(folder, "report.json");
  writeFileSync(file, text);
  const { form, source } = await openSource(file);
  const sightings = [];
  const unreadable = [];
  const looked = nothingLooked();
  for await (const one of lookThrough(source, (secret) => secret.length, looked)) {
    if ("sighting" in one) sightings.push(one.sighting);
    else if ("unreadable" in one) unreadable.push(one.unreadable);
  }
  return { form, sightings, unreadable, looked };
}
const token = made.github("reported");
const finding = {
  RuleID: "github-pat",
  Secret: token,
  Match: `token = "${token}"`,
  File: "src/a.ts",
  StartLine: 7,
  Commit: "c0ffee",
  Author: "Ada",
  Email: "ada@example.test",
  Date: "2026-03-02T10:00:00Z",
};

test("gitleaks: its place and rule, our kind; what we know no kind for is kept as it was told; a broken finding is told, the rest is read", async () => {
  const odd = { ...finding, RuleID: "house-rule", Secret: "zq-7781-local", Match: "code zq-7781-local", StartLine: 0, Commit: "" };
  const { form, sightings, unreadable, looked } = await look(JSON.stringify([finding, { ...finding, Secret: "" }, odd]));
  expect(form).toBe("gitleaks");
  expect(sightings).toMatchObject([
    {
      kind: { id: "github_pat" },
      confidence: "checked",
      identity: 40,
      context: 'token = "•••" (gitleaks github-pat)',
      location: { path: "src/a.ts", line: 7, reference: "c0ffee", author: "Ada <ada@example.test>", at: "2026-03-02T10:00:00.000Z" },
    },
    {
      kind: { id: "reported_elsewhere" },
      confidence: "contextual",
      hint: "•••",
      context: "code ••• (gitleaks house-rule)",
      location: { line: null, reference: null },
    },
  ]);
  expect(JSON.stringify(sightings)).not.toContain(token.slice(6, -6));
  expect(unreadable).toMatchObject([{ reason: "malformed", detail: expect.stringContaining("finding 2: Secret") }]);
  expect(looked.sightings).toBe(2);
});

test("TruffleHog: a line each; what is not JSON is told", async () => {
  const line = JSON.stringify({
    SourceMetadata: { Data: { Git: { commit: "abc", file: "x.env", email: "bo@example.test", timestamp: "2026-03-02 10:00:00 +0000", line: 3 } } },
    DetectorName: "Github",
    Raw: token,
  });
  const { form, sightings } = await look(`${line}\n${line}\n`);
  expect(form).toBe("trufflehog");
  expect(sightings).toHaveLength(2);
  expect(sightings[0]).toMatchObject({
    kind: { id: "github_pat" },
    context: "••• (TruffleHog Github)",
    location: { path: "x.env", line: 3, reference: "abc", author: "bo@example.test" },
  });
  expect((await look(`${line}\n{broken`)).unreadable).toMatchObject([{ reason: "malformed", detail: "not a report in JSON" }]);
});

test("a secret that no detector knows does not stand in its own place either, as it is or as addresses write it", async () => {
  const secret = "zq/7781 local+value";
  const encoded = "zq%2f7781%20local%2bvalue";
  const odd = {
    ...finding,
    RuleID: `house-${secret}`,
    Secret: secret,
    Match: `code ${secret}`,
    File: `hooks/${secret}/a.ts`,
    Commit: `c0ffee ${encoded}`,
    Author: secret,
    Link: `https://git.example.test/a?x=${encodeURIComponent(secret)}`,
  };
  const kept = { ...odd, RuleID: "house", File: "hooks/zq/a.ts", Commit: "c0ffee", Author: "Ada", Link: "https://git.example.test/a?x=zq" };
  const { sightings } = await look(JSON.stringify([odd, kept]));
  expect(sightings).toMatchObject([
    {
      kind: { id: "reported_elsewhere" },
      context: "code ••• (gitleaks house-•••)",
      location: { path: "hooks/•••/a.ts", reference: "c0ffee •••", author: "••• <ada@example.test>", url: null },
    },
    { location: { path: kept.File, reference: "c0ffee", author: "Ada <ada@example.test>", url: kept.Link } },
  ]);
  const raw = JSON.stringify({
    SourceMetadata: { Data: { Git: { file: `x/${secret}`, link: `https://example.test/${encodeURI(secret)}` } } },
    DetectorName: "Custom",
    Raw: secret,
  });
  expect((await look(raw)).sightings).toMatchObject([{ kind: { id: "reported_elsewhere" }, location: { path: "x/•••", url: null } }]);
});
