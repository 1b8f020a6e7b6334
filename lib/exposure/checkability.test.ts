import { beforeAll, expect, test } from "vitest";
import { small } from "../connectors/declarative/testkit/small";
import type { TokenClass } from "../domain/tokens";
import { testDatabase } from "../testkit/database";
import { asPerson, facts } from "../testkit/facts";
import { signConnection } from "../testkit/sign-connection";
import { checkCallsOf } from "./check-calls";
import { validityNow } from "./checkability";
import { countExposures } from "./count-facets";
import { exportExposures } from "./export-exposures";
import { exposurePage } from "./exposure-page";
import { listExposures } from "./list-exposures";
import { found } from "./testkit/found";
import { ticketText } from "./ticket-text";

// What can't be looked at is told from what nobody looked at, and why, on the real rows.

const database = testDatabase();
const reader = () => database.context("web", asPerson({ id: "00000000-0000-4000-8000-000000000001", displayName: "Ada" }, "auditor"));
const make = () => facts(database.as("owner"), () => database.clock.now());
const made = () => found(database.as("owner"), () => database.clock.now());
let source: string;

beforeAll(async () => {
  database.clock.set(new Date("2026-11-01T00:00:00Z"));
  source = (await made().source()).id;
});

const one = async (fields: Parameters<ReturnType<typeof found>["exposure"]>[0]) => (await made().exposure(fields, [{ sourceId: source }])).id;
const read = async (id: string) => {
  const { validity, untold } = (await exposurePage(reader(), id)).row;
  return [validity, untold?.code ?? null, untold?.text ?? null];
};
async function listedAt(connector: string, tokenClass: TokenClass, settings: object = {}) {
  const connection = await make().connection({ connector, settings });
  const token = await make().token(connection.id, { class: tokenClass });
  return { connection, id: await one({ kind: "password_in_text", tokenId: token.id, matchedBy: "hmac_sha256" }) };
}
const allow = (connectionId: string, tokenClass: TokenClass) =>
  database.as("owner").checkPermission.create({ data: { connectionId, class: tokenClass, allowedBy: "person:test", allowedAt: database.clock.now() } });

test("a kind without a checker can't be checked; one that nobody connected, allowed or signed is unknown, and each says why", async () => {
  expect(await read(await one({ kind: "password_in_text" }))).toEqual(["not_checkable", "no_checker", "no checker for this kind"]);
  const id = await one({ kind: "github_pat" });
  expect(await read(id)).toEqual(["unknown", "not_connected", "no system is connected at which it could be tried"]);
  const { id: connectionId } = await make().connection({ connector: "github", name: "GitHub of the shop" });
  expect(await read(id)).toEqual(["unknown", "off", "checking is off for Personal access at GitHub of the shop"]);
  await allow(connectionId, "oauth_grant");
  expect((await read(id))[1]).toBe("off");
  await allow(connectionId, "personal_access_token");
  expect(await read(id)).toEqual(["unknown", "not_signed", "nobody has signed GitHub of the shop"]);
  await signConnection(database.as("owner"), connectionId, database.clock.now());
  expect((await read(id))[1]).toBe("waiting");
  const at = database.clock.now();
  for (const tried of ["silent", "source_gone", "source_closed", "rule_off", "rule_changed", "postponed"] as const) {
    await database.as("owner").exposure.update({ where: { id }, data: { tried, triedAt: at } });
    expect((await read(id)).slice(0, 2)).toEqual(["unknown", tried]);
  }
  for (const validity of ["valid", "invalid"] as const) {
    await database.as("owner").exposure.update({ where: { id }, data: { validity, validityAt: at } });
    expect(await read(id)).toEqual([validity, null, null]);
  }
});

test("what a connection lists is checked where that connection's system has a call for its class, whatever its kind; what nobody can call says so", async () => {
  const { id, connection } = await listedAt("directus", "personal_access_token");
  expect((await read(id)).slice(0, 2)).toEqual(["unknown", "off"]);
  await database.as("owner").connection.update({ where: { id: connection.id }, data: { connector: "unleash" } });
  expect(await read(id)).toEqual(["not_checkable", "no_harmless_call", `no call that does no harm is known for Personal access at ${connection.name}`]);
  // it is not stored: once there is a call, it is unknown again
  await database.as("owner").connection.update({ where: { id: connection.id }, data: { connector: "directus" } });
  expect((await read(id)).slice(0, 2)).toEqual(["unknown", "off"]);
  await database
    .as("owner")
    .connectionRemoval.create({ data: { connectionId: connection.id, reason: "gone", removedBy: "person:test", removedAt: database.clock.now() } });
  expect((await read(id)).slice(0, 2)).toEqual(["unknown", "not_connected"]);
});

test("of two connections that list it the one that is still there says whether it can be checked", async () => {
  const { id, connection } = await listedAt("directus", "personal_access_token");
  const other = await make().connection({ connector: "unleash" });
  const { tokenId } = await database.as("owner").exposure.findUniqueOrThrow({ where: { id } });
  await make().token(other.id, { class: "personal_access_token", mergedInto: tokenId });
  expect((await read(id)).slice(0, 2)).toEqual(["unknown", "off"]);
  await database
    .as("owner")
    .connectionRemoval.create({ data: { connectionId: connection.id, reason: "gone", removedBy: "person:test", removedAt: database.clock.now() } });
  expect(await read(id)).toEqual(["not_checkable", "no_harmless_call", `no call that does no harm is known for Personal access at ${other.name}`]);
});

test("of a token whose only connection is gone the kind says whether it can be checked", async () => {
  const connection = await make().connection({ connector: "unleash" });
  const token = await make().token(connection.id, { class: "personal_access_token" });
  const [pat, password] = [
    await one({ kind: "github_pat", tokenId: token.id, matchedBy: "sha256" }),
    await one({ kind: "password_in_text", tokenId: token.id, matchedBy: "sha256" }),
  ];
  for (const id of [pat, password]) expect((await read(id)).slice(0, 2)).toEqual(["not_checkable", "no_harmless_call"]);
  await database
    .as("owner")
    .connectionRemoval.create({ data: { connectionId: connection.id, reason: "gone", removedBy: "person:test", removedAt: database.clock.now() } });
  expect((await read(pat))[0]).toBe("unknown");
  expect(await read(password)).toEqual(["not_checkable", "no_checker", "no checker for this kind"]);
});

test("the database knows the same calls as the connection's page: of each vendor, class and declaration", async () => {
  const classes: TokenClass[] = ["api_key", "personal_access_token", "oauth_grant", "ephemeral_secret", "service_credential"];
  const declared = small();
  const without = { ...declared, probe: { cannot: "It has no call that tells." } };
  const settings: [string, object][] = [
    ...["unleash", "directus", "glewlwyd", "github", "keycloak", "ldap"].map((connector): [string, object] => [connector, {}]),
    ["declarative", { declaration: declared }],
    ["declarative", { declaration: without }],
    ["declarative", {}],
  ];
  for (const [connector, each] of settings)
    for (const tokenClass of classes) {
      const { id } = await listedAt(connector, tokenClass, each);
      const [row] = await database.as("web").$queryRaw<[{ now: string }]>`select ${validityNow}::text as now from exposure e where e.id = ${id}::uuid`;
      expect(row.now, `${connector} ${tokenClass}`).toBe(checkCallsOf(connector, each)[tokenClass] ? "unknown" : "not_checkable");
    }
});

test("list, counts, export and ticket say the same, and no filter finds what another says of it", async () => {
  const rows = async (validity?: string) => (await listExposures(reader(), { ...(validity ? { validity } : {}), limit: 500 })).rows;
  const all = await rows();
  for (const validity of ["valid", "invalid", "unknown", "not_checkable", "unknown,not_checkable", "valid,unknown", "invalid,not_checkable"]) {
    const some = await rows(validity);
    expect(some.map(({ id }) => id)).toEqual(all.filter((row) => validity.split(",").includes(row.validity)).map(({ id }) => id));
  }
  const { validity } = (await countExposures(reader(), {})).facets;
  for (const { value, count } of validity) expect(count, value).toBe((await rows(value)).length);
  expect(validity.map(({ value }) => value)).toEqual(expect.arrayContaining(["unknown", "not_checkable"]));
  let text = "";
  for await (const part of (await exportExposures(reader(), { format: "csv", validity: "not_checkable" })).lines) text += part;
  const [head = "", ...lines] = text.trim().split("\r\n");
  expect(head).toContain("validity,validity_unknown_because");
  expect(lines.length).toBe((await rows("not_checkable")).length);
  expect(lines.every((line) => line.includes(",not_checkable,no c"))).toBe(true);
  const page = await exposurePage(reader(), (await rows("not_checkable")).find(({ untold }) => untold?.code === "no_checker")?.id ?? "");
  expect(ticketText(page, "https://countersign.example")).toContain("Does it still work: not checkable (no checker for this kind)");
});
