import { expect, test } from "vitest";
import { addressRefusal, classifyAddress } from "./address";

test.each([
  ["never", ["169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1", "fe80::1", "fd00:ec2::254", "fd20:ce::254"]],
  [
    "never",
    ["100.100.100.200", "192.0.0.192", "168.63.129.16", "0.0.0.0", "::", "224.0.0.1", "255.255.255.255", "240.0.0.1", "2001:0:1::1", "not an address", ""],
  ],
  ["private", ["127.0.0.1", "::1", "::ffff:10.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "fd12:3456::1", "fec0::1", "64:ff9b::7f00:1"]],
  ["public", ["93.184.215.14", "2606:4700::1111", "::ffff:93.184.215.14"]],
] as const)("%s: %j", (expected, addresses) => {
  for (const address of addresses) expect([address, classifyAddress(address)]).toEqual([address, expected]);
});

test("private addresses need permission, public ones need https, metadata never", () => {
  const refused = (address: string, allowPrivate: boolean, encrypted: boolean) => addressRefusal(address, { allowPrivate, encrypted }) !== null;
  expect(refused("10.0.0.1", false, true)).toBe(true);
  expect(refused("10.0.0.1", true, false)).toBe(false);
  expect(refused("93.184.215.14", true, false)).toBe(true);
  expect(refused("93.184.215.14", false, true)).toBe(false);
  expect(refused("169.254.169.254", true, true)).toBe(true);
});
