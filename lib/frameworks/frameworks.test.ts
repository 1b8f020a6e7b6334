import { beforeAll, expect, test } from "vitest";
import { rules } from "../detection/catalog";
import { recordSnapshot } from "../posture/record-snapshot";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { tokenFacets } from "../tokens/facets";
import { exportFramework } from "./export-framework";
import { frameworks } from "./frameworks";
import { frameworkReport } from "./report";

const database = testDatabase();
let reader: ReturnType<typeof asPerson>;
const web = () => database.context("web", reader);

beforeAll(async () => {
  const make = facts(database.as("owner"), () => database.clock.now());
  reader = asPerson(await make.person({ displayName: "Ines Moreau", source: "operator" }), "auditor");
  const connection = await make.connection();
  for (const [severity, status] of [
    ["critical", "open"],
    ["medium", "regressed"],
    ["medium", "closed_false_positive"],
    ["high", "closed_proven"],
  ] as const)
    await make.finding("no-owner", { tokenId: (await make.token(connection.id)).id }, { severity, status });
});

test("every control that a rule names stands in a framework by its framework, version and id, once", () => {
  for (const rule of rules)
    for (const control of rule.controls) {
      const framework = frameworks.find((one) => one.framework === control.framework && one.version === control.version);
      expect(
        framework?.controls.filter(({ id }) => id === control.id),
        `${rule.id}: ${control.id}`,
      ).toHaveLength(1);
    }
  expect(frameworks.find(({ id }) => id === "owasp-nhi")?.controls.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, n) => `NHI${n + 1}`));
});

test("a control stands by the open findings of its rules, which its link opens; what was said to be wrong is apart", async () => {
  const { controls } = await frameworkReport(web(), { framework: "owasp-nhi" });
  const offboarding = controls.find(({ id }) => id === "NHI1");
  expect(offboarding).toMatchObject({
    standing: "open",
    total: 2,
    falsePositives: 1,
    open: { critical: 1, high: 0, medium: 1 },
    erratum: expect.stringContaining("NHI-03"),
  });
  const rule = offboarding?.rules.find(({ id }) => id === "no-owner");
  expect((await tokenFacets(web(), { finding: "no-owner" })).total).toBe(rule?.total);
});

test("what no rule tests is said to be untested, and a rule that nothing feeds is not called clear", async () => {
  const { controls } = await frameworkReport(web(), { framework: "owasp-nhi" });
  const testedBy = (id: string) => rules.filter((rule) => rule.controls.some((control) => control.framework === "OWASP-NHI" && control.id === id));
  for (const { id, standing } of controls) if (testedBy(id).length === 0) expect(standing, id).toBe("not_tested");
  // Nobody came from a directory: whether somebody left can't be known.
  const departed = controls.flatMap((control) => control.rules).find(({ id }) => id === "departed-still-alive");
  expect(departed?.noSource.map((source) => source.replace(/ \(.*\)$/, ""))).toContain("directory");
});

test("a rule says at how many connections it is fed and where it is blind, on the report and in the file", async () => {
  const make = facts(database.as("owner"), () => database.clock.now());
  const dated = await make.connection({ name: "dated" });
  await make.token(dated.id, { expiry: "at", expiresAt: new Date("2035-01-01") });
  const { controls } = await frameworkReport(web(), { framework: "owasp-nhi" });
  const longLived = controls.find(({ rules: own }) => own.some(({ id }) => id === "never-expires"));
  const rule = longLived?.rules.find(({ id }) => id === "never-expires");
  expect(rule).toMatchObject({ noSource: [], connections: 2, fed: 1, blindAt: [{ missing: ["expiry dates"] }] });
  expect(longLived).toMatchObject({ standing: "partly_seen", coverage: { connections: 2, whole: 0 } });
  expect(controls.every(({ standing, coverage }) => standing !== "clear" || coverage?.whole === 2)).toBe(true);
  const { body } = await exportFramework(web(), { framework: "owasp-nhi", format: "csv" });
  const [head = "", ...lines] = body.split("\r\n");
  const line = lines.find((one) => one.includes(",never-expires,"))?.split(",") ?? [];
  const column = (name: string) => line[head.split(",").indexOf(name)];
  expect([column("connections"), column("fed_connections"), column("blind_at")]).toEqual(["2", "1", `${rule?.blindAt[0]?.name} (expiry dates)`]);
});

test("the trend is what was recorded, day by day", async () => {
  expect((await frameworkReport(web(), { framework: "nist-csf" })).since).toBeNull();
  await recordSnapshot(database.context("collector"));
  const { since, controls } = await frameworkReport(web(), { framework: "nist-csf" });
  expect(controls.find(({ id }) => id === "PR.AA-01")?.trend).toEqual([{ day: since, n: 2 }]);
});

test("the export has a line a control and rule, and is audited; who holds no role gets nothing", async () => {
  const { body, fileName } = await exportFramework(web(), { framework: "owasp-nhi", format: "csv" });
  expect(fileName).toMatch(/^countersign-owasp-nhi-\d{4}-\d{2}-\d{2}\.csv$/);
  expect(body).toContain("OWASP-NHI,2025,NHI1,Improper Offboarding,");
  const [head = "", ...lines] = body.split("\r\n").map((line) => line.split(","));
  const owner = lines.find((line) => line.includes("no-owner")) ?? [];
  const { since } = await frameworkReport(web(), { framework: "owasp-nhi" });
  expect(owner[head.indexOf("false_positives")]).toBe("1");
  expect(owner[head.indexOf("control_trend")]).toBe(`${since}: 2`);
  expect(JSON.parse((await exportFramework(web(), { framework: "nist-ai-rmf", format: "json" })).body).framework.version).toBe("1.0");
  expect(await database.as("web").auditEntry.count({ where: { action: "framework.exported" } })).toBe(3);
  await expect(frameworkReport(database.context("web", { ...reader, roles: [] } as typeof reader), { framework: "nist-csf" })).rejects.toMatchObject({
    code: "Forbidden",
  });
});
