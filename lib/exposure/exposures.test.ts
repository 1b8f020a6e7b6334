import { beforeAll, expect, test } from "vitest";
import { sha256 } from "../core/canonical";
import { encodePlace } from "../core/keyset";
import type { RoleName } from "../domain/roles";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { countExposures } from "./count-facets";
import { exportExposures } from "./export-exposures";
import { groupExposures } from "./group-exposures";
import { listExposures } from "./list-exposures";
import { found } from "./testkit/found";
import { made } from "./testkit/made-secrets";
import { SarifShape } from "./testkit/sarif-shape";

// What is listed, in which order, and how it is counted: each figure against the rows that its filter gives.

const database = testDatabase();
const as = (...roles: RoleName[]) => database.context("web", asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, ...roles));
const reader = () => as("auditor");
const daysAgo = (n: number) => new Date(Date.now() - n * 86_400_000);
let wiki: string;
let mira: string;
let team: string;

beforeAll(async () => {
  database.clock.set(new Date());
  const db = database.as("owner");
  const make = facts(db, () => database.clock.now());
  const { source, exposure } = found(db, () => database.clock.now());
  const { id: prod } = await make.connection({ name: "unleash-prod" });
  const listing = await make.connection({ name: "Found by scanning", connector: "import" });
  mira = (await make.person({ displayName: "Mira Koh" })).id;
  team = (await db.team.create({ data: { id: crypto.randomUUID(), source: "scim", externalId: "payments", name: "Payments", changedAt: new Date() } })).id;
  await db.teamMember.create({ data: { teamId: team, personId: mira } });
  const listed = await make.token(prod, { name: "billing-sync" });
  await db.ownership.create({ data: { tokenId: listed.id, personId: mira, state: "confirmed", setBy: "test", setAt: new Date() } });
  const shadow = await make.token(listing.id, { name: "GitHub token in a.ts", imported: true });
  const merged = await make.token(listing.id, { name: "seen twice", imported: true, mergedInto: listed.id });
  const code = (await source({ name: "/srv/shop" })).id;
  wiki = (await source({ name: "handbook", form: "directory", channel: "wiki" })).id;
  const inWiki = { sourceId: wiki, channel: "wiki" as const, path: "On call/Secrets.md", author: "Ben Ortiz" };
  await exposure({ hint: "a", severity: "high", tokenId: listed.id, matchedBy: "sha256", firstVisibleAt: daysAgo(400) }, [{ sourceId: code }, inWiki]);
  await exposure({ hint: "b", severity: "critical", tokenId: shadow.id, validity: "valid", firstVisibleAt: daysAgo(3) }, [inWiki, { ...inWiki, path: "b" }]);
  await exposure({ hint: "c", severity: "high", tokenId: merged.id, firstVisibleAt: daysAgo(20), status: "in_review" }, [{ sourceId: code }]);
  await exposure({ hint: "d", severity: "high", kind: "no_longer_known", confidence: "contextual" }, [{ sourceId: code, path: "100%_sure.ts" }]);
  await exposure({ hint: "e", severity: "info", mark: "example" }, [{ sourceId: code }]);
  await exposure({ hint: "f", severity: "high", status: "closed_false_positive" }, [{ sourceId: code }]);
});

const hints = async (input: Record<string, unknown> = {}) => (await listExposures(reader(), input)).rows.map(({ hint }) => hint).join("");

test("gravest first, of those the longest visible; what is closed or known not to be live is left out until it is asked for", async () => {
  expect(await hints()).toBe("bacd");
  expect(await hints({ sort: "-severity" })).toBe("dcab");
  expect(await hints({ marked: "only" })).toBe("e");
  expect(await hints({ marked: "shown" })).toBe("bacde");
  expect(await hints({ status: "closed_false_positive" })).toBe("f");
});

test("it is ordered by any column, page by page meets each once, unknown comes last either way", async () => {
  expect(await hints({ sort: "age" })).toBe("acbd");
  expect(await hints({ sort: "-age" })).toBe("bcad");
  expect((await hints({ sort: "places" })).slice(0, 2).split("").sort().join("")).toBe("ab");
  for (const sort of ["severity", "-severity", "detected", "-seen", "places", "-places", "age", "-age"]) {
    let [seen, cursor]: [string[], string | null] = [[], ""];
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof listExposures>> = await listExposures(reader(), { sort, cursor, limit: 1, marked: "shown" });
      seen = [...seen, ...page.rows.map(({ hint }) => hint)];
      cursor = page.next;
    }
    expect(seen.join(""), sort).toBe(await hints({ sort, marked: "shown" }));
  }
  await expect(listExposures(reader(), { sort: "secret" })).rejects.toMatchObject({ code: "InvalidInput" });
  for (const value of [null, "high", "grave 2026-01-01T00:00:00.000Z", "high never", 7]) {
    const cursor = encodePlace([value, mira]);
    await expect(listExposures(reader(), { cursor }), String(value)).rejects.toMatchObject({ code: "InvalidInput" });
    if (value !== null)
      for (const sort of ["age", "places"]) await expect(listExposures(reader(), { sort, cursor }), sort).rejects.toMatchObject({ code: "InvalidInput" });
  }
});

test("each filter and the search, by itself", async () => {
  expect(await hints({ severity: "critical" })).toBe("b");
  expect(await hints({ validity: "valid" })).toBe("b");
  expect(await hints({ channel: "wiki" })).toBe("ba");
  expect(await hints({ reach: "outside" })).toBe("b");
  expect(await hints({ reach: "both,code" })).toBe("acd");
  expect(await hints({ family: "no_longer_known" })).toBe("d");
  expect(await hints({ source: wiki })).toBe("ba");
  expect(await hints({ token: "listed" })).toBe("ac");
  expect(await hints({ token: "unlisted" })).toBe("b");
  expect(await hints({ token: "none" })).toBe("d");
  expect(await hints({ owner: mira })).toBe("ac");
  expect(await hints({ owner: "none" })).toBe("bd");
  expect(await hints({ team })).toBe("ac");
  expect(await hints({ team: "none" })).toBe("bd");
  expect(await hints({ visible: "7d" })).toBe("b");
  expect(await hints({ visible: "older,unknown" })).toBe("ad");
  for (const [q, answer] of Object.entries({ "secrets.md": "ba", "ben ortiz": "ba", billing: "a", "100%_": "d", "%": "d", "\0": "" }))
    expect(await hints({ q }), q).toBe(answer);
});

test("every count of every facet is that of the rows which its choice gives, whatever else is chosen", async () => {
  for (const chosen of [{}, { channel: "code" }, { severity: "high", token: "listed,none" }, { q: "ts", marked: "shown" }, { reach: "both", team }] as Record<
    string,
    string
  >[]) {
    const { total, facets } = await countExposures(reader(), chosen);
    expect(total).toBe((await hints(chosen)).length);
    for (const [name, options] of Object.entries(facets))
      for (const { value, count } of options)
        expect(count, `${JSON.stringify(chosen)} ${name}=${value}`).toBe((await hints({ ...chosen, [name]: value })).length);
  }
  const { facets } = await countExposures(reader(), {});
  expect(await countExposures(reader(), { count: "reach" })).toMatchObject({ total: 4, facets: { reach: facets.reach, source: [], severity: [] } });
  expect(facets.reach).toEqual([
    { value: "code", count: 2 },
    { value: "both", count: 1 },
    { value: "outside", count: 1 },
  ]);
  expect(facets.owner).toContainEqual({ value: mira, count: 2, name: "Mira Koh" });
});

test("in groups the figures are those of the filtered list", async () => {
  for (const by of ["channel", "team", "visible"] as const)
    for (const group of await groupExposures(reader(), by)) {
      expect(group.secrets, `${by}=${group.value}`).toBe((await hints({ [by]: group.value })).length);
      expect(group.critical).toBe((await hints({ [by]: group.value, severity: "critical" })).length);
    }
  expect(await groupExposures(reader(), "team")).toContainEqual(expect.objectContaining({ value: team, name: "Payments", secrets: 2 }));
});

test("it is exported as it is listed, cells inert, and that is audited", async () => {
  const read = async (format: string) => {
    let text = "";
    for await (const part of (await exportExposures(reader(), { format, sort: "age" })).lines) text += part;
    return text;
  };
  const [head, ...rows] = (await read("csv")).trim().split("\r\n");
  expect(head).toMatch(/^id,kind,family,hint/);
  expect(rows.map((row) => row.split(",")[3]).join("")).toBe("acbd");
  expect(
    JSON.parse(await read("json"))
      .map(({ hint }: { hint: string }) => hint)
      .join(""),
  ).toBe("acbd");
  expect(await database.as("web").auditEntry.count({ where: { action: "exposures.exported" } })).toBe(2);
});

test("as SARIF each place is a result, in the list's order; what is over or said to be none is there as such, and nothing is a secret", async () => {
  const db = database.as("owner");
  const id = (hint: string) => db.exposure.findFirstOrThrow({ where: { hint } });
  const secret = made.github("kept nowhere");
  await db.exposureFingerprint.create({ data: { exposureId: (await id("a")).id, value: sha256(secret), pepperVersion: 1 } });
  let text = "";
  const { type, filename, lines } = await exportExposures(reader(), {
    ...{ format: "sarif", sort: "age", marked: "shown", status: "open,in_review,closed_false_positive" },
  });
  expect([type, filename]).toEqual(["application/sarif+json", expect.stringMatching(/\.sarif$/)]);
  for await (const part of lines) text += part;
  const [run] = SarifShape.parse(JSON.parse(text)).runs;
  const told = (run?.results ?? []).map(
    ({ level, properties, suppressions }) => `${properties?.hint} ${level}${suppressions ? ` ${suppressions[0]?.status}` : ""}`,
  );
  expect(told.filter((_, n) => told[n] !== told[n - 1])).toEqual(["a error", "c error", "b error", ...told.slice(-3)]);
  expect(told.slice(-3).sort()).toEqual(["d error", "e none", "f error accepted"]);
  expect(told.filter((each) => each.startsWith("b"))).toHaveLength(2);
  expect(run?.results.find(({ properties }) => properties?.hint === "d")?.locations[0]?.physicalLocation.artifactLocation.uri).toBe("100%25_sure.ts");
  expect(run?.results[0]).toMatchObject({
    partialFingerprints: { "exposure/v1": (await id("a")).id },
    properties: { status: "open", severity: "high", token: "billing-sync", context: 'const token = "•••";' },
  });
  expect(text).not.toContain(sha256(secret));
  let none = "";
  for await (const part of (await exportExposures(reader(), { format: "sarif", q: "nothing is called this" })).lines) none += part;
  expect(SarifShape.parse(JSON.parse(none)).runs[0]?.results).toEqual([]);
});

test("whoever has no role reads none of it", async () => {
  for (const read of [listExposures, countExposures]) await expect(read(as(), {})).rejects.toMatchObject({ code: "Forbidden" });
  await expect(groupExposures(as(), "team")).rejects.toMatchObject({ code: "Forbidden" });
  for (const format of ["csv", "sarif"]) await expect(exportExposures(as(), { format })).rejects.toMatchObject({ code: "Forbidden" });
});
