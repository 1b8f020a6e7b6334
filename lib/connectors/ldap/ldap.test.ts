import { Attribute, Change } from "ldapts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { departAbsentPersons } from "../../people/depart-absent";
import { upsertPersons } from "../../people/upsert-person";
import { testDatabase } from "../../testkit/database";
import type { Page, PersonSighting, ReadConnection } from "../contract";
import { keptLog, openForTest, testPepper } from "../testkit/open";
import { testAuthority } from "../testkit/tls-fixture";
import type { LdapCredential } from "./credential";
import { ldapReadConnector } from "./read";
import { people, reader, type Slapd, startSlapd } from "./testkit/slapd";

const database = testDatabase();
const directory = ldapReadConnector.directory;
let slapd: Slapd;
beforeAll(async () => {
  slapd = await startSlapd();
});
afterAll(() => slapd.stop());

type Opening = Partial<Pick<ReadConnection<LdapCredential>, "origin" | "credential" | "settings" | "ca" | "allowPrivate" | "signal" | "now">>;
function open(opening: Opening = {}): ReadConnection<LdapCredential> {
  const { log } = keptLog();
  const http = openForTest({ origin: "https://unused.example.com", credential: reader, log, pepper: testPepper() });
  return { ...http, origin: slapd.tls, settings: { base: people, pageSize: 3 }, ca: testAuthority, allowPrivate: true, ...opening };
}
async function listAll(connection: ReadConnection<LdapCredential>) {
  const items: PersonSighting[] = [];
  const rejected = [];
  let pages = 0;
  for (let cursor: string | null = null; pages === 0 || cursor !== null; pages++) {
    const page: Page<PersonSighting> | undefined = await directory?.listPersons(connection, cursor);
    if (!page) throw new Error("no directory");
    items.push(...page.items);
    rejected.push(...page.rejected);
    cursor = page.next;
  }
  return { items, rejected, pages };
}
const lock = (dn: string, value: string) =>
  slapd.admin.modify(dn, new Change({ operation: "add", modification: new Attribute({ type: "pwdAccountLockedTime", values: [value] }) }));

test("lists everyone by pages, over LDAPS and over StartTLS, with managers on whatever page and groups", async () => {
  for (let n = 0; n < 8; n++)
    await slapd.addPerson(`p${n}`, { mail: `P${n}@Example.org`, givenName: "Person", sn: `Number ${n}`, ...(n < 7 ? { manager: `uid=p7, ${people}` } : {}) });
  await slapd.admin.add("cn=Platform,ou=groups,dc=example,dc=org", { objectClass: "groupOfNames", cn: "Platform", member: [`uid=p0,${people}`] });
  for (const origin of [slapd.tls, slapd.plain]) {
    const { items, rejected, pages } = await listAll(open({ origin }));
    expect({ pages, rejected, count: items.length }).toEqual({ pages: 3, rejected: [], count: 8 });
    const boss = items.find((item) => item.userName === "p7");
    expect(items.find((item) => item.userName === "p0")).toMatchObject({
      displayName: "Person Number 0",
      email: "p0@example.org",
      manager: boss?.externalId,
      groups: ["cn=Platform,ou=groups,dc=example,dc=org"],
      status: "active",
    });
  }
  expect(await directory?.check(open())).toMatchObject({ ok: true });
});

test("a locked account is refused by the directory itself, and its person is suspended, with the attribute as the source", async () => {
  const dn = await slapd.addPerson("locked", { userPassword: "their own password" });
  const timed = await slapd.addPerson("timed", { userPassword: "their own password" });
  expect(await slapd.signIn(dn, "their own password")).toBe(true);
  await lock(dn, "000001010000Z");
  for (let n = 0; n < 5; n++) await slapd.signIn(timed, "wrong");
  expect(await slapd.signIn(dn, "their own password")).toBe(false);
  const { items } = await listAll(open());
  expect(items.find((item) => item.userName === "locked")).toMatchObject({
    status: "suspended",
    statusAt: null,
    statusSource: "ldap: pwdAccountLockedTime=000001010000Z",
  });
  expect(items.find((item) => item.userName === "timed")).toMatchObject({
    status: "suspended",
    statusAt: expect.any(Date),
    statusSource: expect.stringMatching(/^ldap: pwdAccountLockedTime=20/),
  });
  const later = open({ settings: { base: people, lockoutSeconds: 60 }, now: () => new Date(Date.now() + 120_000) });
  expect((await listAll(later)).items.find((item) => item.userName === "timed")).toMatchObject({ status: "active" });
});

test("a deleted entry means departed after a complete listing, and a failed one marks nobody", async () => {
  const source = "ldap:test";
  const collector = database.context("collector");
  const take = async (items: PersonSighting[]) => {
    await database.as("collector").$transaction((tx) => upsertPersons(tx, collector, source, items));
  };
  const dn = await slapd.addPerson("deleted");
  await take((await listAll(open())).items);
  await slapd.admin.del(dn);
  database.clock.advance(1000);
  const started = database.clock.now();
  const person = () => database.as("collector").person.findFirst({ where: { source, userName: "deleted" } });

  const firstPage = await directory?.listPersons(open(), null);
  await take(firstPage?.items ?? []);
  await expect(listAll(open({ credential: { ...reader, password: "wrong" } }))).rejects.toMatchObject({ kind: "credential" });
  expect(await person()).toMatchObject({ status: "active" });

  await take((await listAll(open())).items);
  await database.as("collector").$transaction((tx) => departAbsentPersons(tx, collector, source, started));
  expect(await person()).toMatchObject({ status: "departed", statusSource: "ldap: gone from a complete listing" });
  expect(await database.as("collector").person.count({ where: { source, status: "departed" } })).toBe(1);
});

test("a server that stops at its size limit gives an error, never a shorter listing", async () => {
  const small = await startSlapd({ sizeLimit: "size.soft=4 size.hard=4 size.prtotal=4" });
  try {
    for (let n = 0; n < 9; n++) await small.addPerson(`s${n}`);
    await expect(listAll(open({ origin: small.tls }))).rejects.toMatchObject({ kind: "unexpected_status", message: expect.stringContaining("not complete") });
  } finally {
    await small.stop();
  }
});

test("a page that was lost, or whose connection is gone, can't be had again: the listing begins anew from its start", async () => {
  const connection = open();
  const first = await directory?.listPersons(connection, null);
  const second = await directory?.listPersons(connection, first?.next ?? "");
  expect(second?.next).not.toBe(first?.next);
  for (const cursor of [first?.next ?? "", "a-listing-of-another-life:1"]) {
    const again = await directory?.listPersons(connection, cursor);
    expect(again?.items.map((item) => item.userName)).toEqual(first?.items.map((item) => item.userName));
    expect([first?.next, second?.next]).not.toContain(again?.next);
  }
});

test.each<[string, Opening, object]>([
  ["a wrong password", { credential: { ...reader, password: "wrong" } }, { kind: "credential", message: expect.stringContaining("refused the sign-in") }],
  ["a base that is not there", { settings: { base: "ou=nowhere,dc=example,dc=org" } }, { kind: "shape", message: expect.stringContaining("no such base") }],
  ["a filter that fits nobody", { settings: { base: people, filter: "(uid=nobody)" } }, { kind: "shape", message: expect.stringContaining("shows nobody") }],
  ["an authority that is not trusted", { ca: null }, { kind: "address", message: expect.stringContaining("certificate is not trusted") }],
  [
    "an authority that is not trusted, over StartTLS",
    { ca: null, origin: "plain" },
    { kind: "address", message: expect.stringContaining("certificate is not trusted") },
  ],
  ["a private address that was not allowed", { allowPrivate: false }, { kind: "address", message: expect.stringContaining("private address") }],
  ["a metadata address", { origin: "ldaps://169.254.169.254" }, { kind: "address", message: expect.stringContaining("metadata") }],
  ["a port where nothing listens", { origin: "ldaps://127.0.0.1:1" }, { kind: "address", message: expect.stringContaining("nothing listens") }],
  ["an origin of another kind", { origin: "https://ldap.example.com" }, { kind: "address", message: expect.stringContaining("ldaps://") }],
])("%s is said, with what to do", async (_what, { origin, ...opening }, health) => {
  const connection = open({ ...opening, origin: origin === "plain" ? slapd.plain : (origin ?? slapd.tls) });
  expect(await directory?.check(connection)).toMatchObject({ ok: false, ...health });
});

test("an empty password is no credential, and no fault repeats one", async () => {
  expect(ldapReadConnector.credential.safeParse({ bindDn: reader.bindDn, password: "" }).success).toBe(false);
  const secret = "a password that must not travel";
  const health = await directory?.check(open({ credential: { ...reader, password: secret } }));
  expect(JSON.stringify(health)).not.toContain(secret);
});
