import { createSecretKey } from "node:crypto";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Channel } from "../../../lib/domain/exposures";
import type { RoleName } from "../../../lib/domain/roles";
import { kindsAt } from "../../../lib/exposure/check-kinds";
import { countExposures } from "../../../lib/exposure/count-facets";
import { listExposures } from "../../../lib/exposure/list-exposures";
import { lookThrough, nothingLooked } from "../../../lib/exposure/look-through";
import { listDetectors, listRules } from "../../../lib/exposure/rules/list-rules";
import { loadScanRules } from "../../../lib/exposure/rules/load-scan-rules";
import { addRule, changeRule, switchRule } from "../../../lib/exposure/rules/set-rule";
import { switchDetector } from "../../../lib/exposure/rules/switch-detector";
import { tryRule } from "../../../lib/exposure/rules/try-rule";
import { made } from "../../../lib/exposure/testkit/made-secrets";
import { openStream } from "../../../lib/exposure/testkit/open-stream";
import type { Pepper } from "../../../lib/fingerprints/pepper";
import { testDatabase } from "../../../lib/testkit/database";
import { asPerson, facts } from "../../../lib/testkit/facts";
import { runScan } from "./run-scan";

// Rules of one's own and detectors that are off, as scans use them.

const database = testDatabase();
const pepper: Pepper = { current: 1, keys: new Map([[1, createSecretKey(Buffer.alloc(32, 7))]]) };
let ada: { id: string; displayName: string };
const as = (role: RoleName = "security_manager") => database.context("web", asPerson(ada, role));
const collector = () => database.context("collector");
const acme = { title: "Acme badge", regex: "\\bacme-(?<secret>[a-z0-9]{12})\\b", keywords: ["acme-"] };
const badge = (name: string) => `acme-${Buffer.from(name).toString("hex").padEnd(12, "7").slice(0, 12)}`;

beforeAll(async () => {
  database.clock.set(new Date("2026-10-01T08:00:00Z"));
  ada = await facts(database.as("owner"), () => database.clock.now()).person({ displayName: "Ada" });
});
beforeEach(() => database.clock.advance(1000));

async function scan(text: string, channel: Channel = "chat") {
  async function* bytes() {
    yield Buffer.from(text);
  }
  const name = `stream ${crypto.randomUUID()}`;
  await runScan({ ctx: collector(), pepper }, { form: "stream", name, location: null, channel, source: openStream(bytes(), name, channel) });
  const { id } = await database.as("owner").scanSource.findUniqueOrThrow({ where: { name } });
  return (await listExposures(as(), { source: id, marked: "shown" })).rows;
}

test("what a rule finds has its name as its kind, and can be filtered and searched by it; changed and disabled it holds for the next scan", async () => {
  const { id, kind } = await addRule(as(), { ...acme, rotate: "Ask the front desk." });
  expect(kind).toBe("own_acme_badge");
  const [found] = await scan(`use ${badge("one")}`);
  expect(found).toMatchObject({ kind, title: "Acme badge", family: "Own rules", token: null, hint: expect.any(String) });
  expect((await listExposures(as(), { q: "acme bad", family: "Own rules" })).rows.map((row) => row.id)).toEqual([found?.id]);
  expect((await countExposures(as(), {})).facets.family).toContainEqual({ value: "Own rules", count: 1 });
  expect((await listRules(as("auditor")))[0]).toMatchObject({ kind, version: 1, enabled: true, found: 1, set: { by: "Ada" } });
  await changeRule(as(), { ...acme, ruleId: id, version: 1, title: "Acme pass", excludedChannels: ["chat"] });
  await expect(changeRule(as(), { ...acme, ruleId: id, version: 1 })).rejects.toMatchObject({ code: "Conflict" });
  expect(await scan(`use ${badge("two")}`)).toEqual([]);
  expect(await scan(`use ${badge("three")}`, "wiki")).toMatchObject([{ kind, title: "Acme pass" }]);
  await switchRule(as(), { ruleId: id, enabled: false });
  expect(await scan(`use ${badge("four")}`, "wiki")).toEqual([]);
  await expect(addRule(as(), { ...acme, title: "Acme badge!" })).rejects.toMatchObject({ code: "Conflict" });
  const log = await database.as("owner").auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: "asc" } });
  expect(log.map(({ action, detail }) => [action, (detail as { version: number }).version])).toEqual([
    ["detection_rule.added", 1],
    ["detection_rule.changed", 2],
    ["detection_rule.disabled", 2],
  ]);
  expect(log[0]?.detail).toMatchObject({ regex: acme.regex, keywords: acme.keywords });
});

test.each([
  ["does not compile", { regex: "(?<secret>[a-" }, "regex"],
  ["looks back", { regex: "(?<secret>abc)(?=b)" }, "regex"],
  ["names no secret", { regex: "acme-[a-z]+" }, "regex"],
  ["has a path that does not compile", { path: "[" }, "path"],
  ["has a short keyword", { keywords: ["ac"] }, "keywords.0"],
  ["has no keyword", { keywords: [] }, "keywords"],
])("a rule that %s is refused with what is wrong, beside its field", async (_, wrong, field) => {
  const refused = await addRule(as(), { ...acme, title: "Wrong", ...wrong }).then(
    () => null,
    (error: { code: string; detail: { fields: Record<string, string> } }) => error,
  );
  expect(refused?.code).toBe("InvalidInput");
  expect(Object.keys(refused?.detail.fields ?? {})).toEqual([field]);
});

test("one that is made to show what stands beside what it takes for a secret shows nothing, of its own hits and of others", async () => {
  const [password, aws] = ["Tr4b-uQ9zLmP2xWk", `AKIA${"QYLPMN5HXTRVWZ7B"}`];
  await addRule(as(), { title: "Peek", regex: "password\\s*=\\s*.?(?P<secret>.{4})", keywords: ["password"] });
  const found = await scan(`password = "${password}" for ${made.github("beside a peek")} and ${aws}`);
  expect(found.length).toBeGreaterThan(1);
  const kept = JSON.stringify(await database.as("owner").occurrence.findMany({ where: { exposureId: { in: found.map(({ id }) => id) } } }));
  for (const part of [password.slice(0, 4), password.slice(4, 10), password.slice(-6)]) expect(kept).not.toContain(part);
  expect(found.filter(({ kind }) => kind.startsWith("own_")).map(({ hint }) => hint)).toEqual(["•••"]);
});

test("one that can't be used, however it came there, stops no scan", async () => {
  await database.as("web").detectionRule.create({
    data: { id: crypto.randomUUID(), kind: "own_broken", title: "Broken", regex: "(", keywords: ["acme-"], setBy: "test", setAt: database.clock.now() },
  });
  expect((await loadScanRules(collector())).own.map(({ kind }) => kind)).not.toContain("own_broken");
  expect(await scan(`token ${made.github("beside")}`)).toHaveLength(1);
});

test("one that takes too long is left out of the rest of a text, and that is counted", async () => {
  const rule = { id: "own_slow", title: "Slow", regex: "(?P<secret>(?:[a-z]+[0-9]*)+x{30})", keywords: ["abc"] };
  async function* bytes() {
    yield Buffer.from(`${"abc1".repeat(500)}\n`.repeat(400));
  }
  const looked = nothingLooked();
  const unread = [];
  const own = [{ kind: rule.id, rule, excludedChannels: [], rotate: null }];
  for await (const one of lookThrough(openStream(bytes(), "slow", "chat"), (secret) => secret.length, looked, { own, off: new Set() }))
    if ("unreadable" in one) unread.push(one.unreadable);
  expect(unread).toContainEqual(expect.objectContaining({ reason: "rule_time", detail: "own_slow" }));
  expect(looked.unreadable).toMatchObject({ rule_time: 1 });
});

test("a rule is tried on a sample, which is kept nowhere: the answer tells places alone", async () => {
  const sample = `früher\nuse ${badge("sample")} now`;
  const { hits, exhausted } = await tryRule(as(), { ...acme, sample });
  expect(exhausted).toBe(false);
  expect(hits.map(({ line, start, end }) => [line, sample.slice(start, end)])).toEqual([[2, badge("sample").slice(5)]]);
  expect((await tryRule(as(), { ...acme, sample: "nothing" })).hits).toEqual([]);
  await expect(tryRule(as(), { ...acme, regex: "(", sample })).rejects.toMatchObject({ code: "InvalidInput" });
  await expect(tryRule(as(), { ...acme, sample: "x".repeat(20_001) })).rejects.toMatchObject({ code: "InvalidInput" });
  const entries = await database.as("owner").auditEntry.findMany();
  expect(JSON.stringify(entries.map(({ detail }) => detail))).not.toContain(badge("sample").slice(5));
});

test("a detector is switched off with a reason, the others find on; and on again", async () => {
  const text = (name: string) => `${made.github(name)} and ${made.stripe(name)}`;
  const kinds = async (name: string) => (await scan(text(name))).map(({ kind }) => kind).sort();
  expect(await kinds("on")).toEqual(["github_pat", "stripe_secret_key"]);
  await expect(switchDetector(as(), { kind: "stripe_secret_key", on: false })).rejects.toMatchObject({ code: "InvalidInput" });
  await expect(switchDetector(as(), { kind: "nonsense", on: false, reason: "-" })).rejects.toMatchObject({ code: "NotFound" });
  await switchDetector(as(), { kind: "stripe_secret_key", on: false, reason: "Our mock server's." });
  expect(await kinds("off")).toEqual(["github_pat"]);
  expect((await listDetectors(as("auditor"))).filter(({ off }) => off)).toMatchObject([
    { kind: "stripe_secret_key", off: { reason: "Our mock server's.", by: "Ada" } },
  ]);
  await switchDetector(as(), { kind: "stripe_secret_key", on: true });
  expect(await kinds("again")).toEqual(["github_pat", "stripe_secret_key"]);
});

test("whoever owns web's database role switches nothing off and changes no rule without an entry in the log", async () => {
  const web = database.as("web");
  const [by, at] = ["person:nobody", database.clock.now()];
  const entries = (subjectId: string) =>
    database
      .as("owner")
      .auditEntry.findMany({ where: { subjectId }, orderBy: { id: "asc" }, select: { action: true, actor: true, dbRole: true, detail: true } });
  await web.detectorSwitch.create({ data: { kind: "slack_bot_token", reason: "-", offBy: by, offAt: at } });
  await web.detectorSwitch.delete({ where: { kind: "slack_bot_token" } });
  expect(await entries("slack_bot_token")).toMatchObject([
    { action: "detector.switched_off", actor: by, dbRole: "web", detail: { reason: "-" } },
    { action: "detector.switched_on", actor: "process:web", dbRole: "web", detail: { was: { off: true, reason: "-", by } } },
  ]);
  const id = crypto.randomUUID();
  const rule = { kind: "own_quiet", title: "Quiet", regex: "(?P<secret>quiet[a-z]+)", keywords: ["quiet"] };
  await web.detectionRule.create({ data: { id, ...rule, setBy: by, setAt: at } });
  await web.detectionRule.update({ where: { id }, data: { regex: "(?P<secret>nothing[a-z]+)" } });
  await web.detectionRule.update({ where: { id }, data: { enabled: false } });
  expect(await entries(id)).toMatchObject([
    { action: "detection_rule.added", actor: by, dbRole: "web", detail: { kind: "own_quiet", regex: rule.regex } },
    { action: "detection_rule.changed", detail: { regex: "(?P<secret>nothing[a-z]+)" } },
    { action: "detection_rule.disabled" },
  ]);
  // what the verbs do stands there once
  await switchDetector(as(), { kind: "slack_bot_token", on: false, reason: "Once." });
  await switchDetector(as(), { kind: "slack_bot_token", on: true });
  expect((await entries("slack_bot_token")).slice(2)).toMatchObject([
    { action: "detector.switched_off", actor: `person:${ada.id}`, detail: { reason: "Once." } },
    { action: "detector.switched_on", actor: `person:${ada.id}`, detail: { was: { off: true, reason: "Once.", by: `person:${ada.id}` } } },
  ]);
});

test("a kind that can be tried is not switched off, by the verb or around it: of one that works two people say that it is none", async () => {
  for (const kind of new Set(kindsAt.map((each) => each.kind))) {
    await expect(switchDetector(as(), { kind, on: false, reason: "-" }), kind).rejects.toMatchObject({ code: "Conflict" });
    await expect(database.as("web").detectorSwitch.create({ data: { kind, reason: "-", offBy: "-", offAt: database.clock.now() } }), kind).rejects.toThrow(
      /can be tried/,
    );
  }
  expect((await listDetectors(as())).filter(({ tried }) => tried).map(({ kind }) => kind)).toContain("github_pat");
  expect(await scan(`token ${made.github("still")}`)).toHaveLength(1);
});

test("those who only read change none of it", async () => {
  for (const role of ["auditor", "token_owner", "approver", "administrator"] as const)
    for (const refused of [
      addRule(as(role), { ...acme, title: "Mine" }),
      tryRule(as(role), { ...acme, sample: "" }),
      switchRule(as(role), { ruleId: crypto.randomUUID(), enabled: false }),
      switchDetector(as(role), { kind: "stripe_secret_key", on: false, reason: "-" }),
    ])
      await expect(refused, role).rejects.toMatchObject({ code: "Forbidden" });
  for (const read of [listRules, listDetectors]) await expect(read(database.context("web", asPerson(ada)))).rejects.toMatchObject({ code: "Forbidden" });
});
