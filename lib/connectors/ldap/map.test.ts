import { expect, test } from "vitest";
import { LdapSettings } from "./credential";
import { personOf, statusOf } from "./map";
import { generalizedTime, guid, type Row } from "./wire";

const now = new Date("2026-11-24T09:00:00Z");
const row = (values: Record<string, string | Buffer | string[]>): Row => ({
  dn: "uid=x,dc=example",
  values: new Map(Object.entries(values).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value : [value]])),
});
const settings = (extra: object = {}) => LdapSettings.parse({ base: "dc=example", ...extra });

test.each([
  [{}, {}, "active"],
  [{ pwdAccountLockedTime: "000001010000Z" }, {}, "suspended"],
  [{ pwdAccountLockedTime: "000001010000Z" }, { lockoutSeconds: 60 }, "suspended"],
  [{ pwdAccountLockedTime: "20261124085930Z" }, {}, "suspended"],
  [{ pwdAccountLockedTime: "20261124085930.123Z" }, { lockoutSeconds: 60 }, "suspended"],
  [{ pwdAccountLockedTime: "20261124085800Z" }, { lockoutSeconds: 60 }, "active"],
  [{ pwdAccountLockedTime: "not a time" }, { lockoutSeconds: 60 }, "suspended"],
  [{ userAccountControl: "514" }, { kind: "active_directory" }, "suspended"],
  [{ userAccountControl: "512" }, { kind: "active_directory" }, "active"],
  [{ nsAccountLock: "TRUE" }, { kind: "389ds" }, "suspended"],
  [{ nsAccountLock: "false" }, { kind: "389ds" }, "active"],
])("%o under %o is %s", (values, extra, status) => {
  expect(statusOf(row(values), settings(extra), now).status).toBe(status);
});

test("Active Directory's binary id becomes the text that its own tools show", () => {
  expect(guid(Buffer.from("00112233445566778899aabbccddeeff", "hex"))).toBe("33221100-5544-7766-8899-aabbccddeeff");
  const person = personOf(row({ objectGUID: Buffer.alloc(16, 1), sAMAccountName: "ada", cn: "Ada" }), settings({ kind: "active_directory" }), null, now);
  expect(person).toMatchObject({ externalId: "01010101-0101-0101-0101-010101010101", userName: "ada", displayName: "Ada" });
});

test.each([
  [{ uid: "x" }, "entryUUID"],
  [{ entryUUID: "1", cn: "x" }, "uid"],
])("an entry without what tells people apart is rejected: %o", (values, field) => {
  expect(personOf(row(values), settings(), null, now)).toMatchObject({ reference: "uid=x,dc=example", field, reason: expect.stringContaining("missing") });
});

test("times that are none are none", () => {
  expect(generalizedTime("20261301000000Z")).toBeNull();
  expect(generalizedTime("20260230000000Z")).toBeNull();
  expect(generalizedTime("202611240900Z")?.toISOString()).toBe("2026-11-24T09:00:00.000Z");
});
