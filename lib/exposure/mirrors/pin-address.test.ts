import { expect, test } from "vitest";
import { pinAddress } from "./pin-address";

const at =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address }));
const pin = (address: string, allowPrivate: boolean, ...addresses: string[]) => pinAddress(new URL(address), allowPrivate, at(...addresses));

test("a name is held to all its addresses, with the port that is asked; an address stands for itself", async () => {
  expect(await pin("https://git.example.com/a.git", false, "93.184.215.14", "2606:4700::1111")).toBe("git.example.com:443:93.184.215.14,[2606:4700::1111]");
  expect(await pin("https://git.example.com:8443/a.git", true, "10.0.0.1")).toBe("git.example.com:8443:10.0.0.1");
  expect(await pin("https://93.184.215.14/a.git", false)).toBeNull();
  expect(await pin("https://[2606:4700::1111]/a.git", false)).toBeNull();
});

test.each([
  ["https://git.example.com/a.git", ["93.184.215.14", "10.0.0.1"], /private address.*--allow-private/],
  ["https://git.example.com/a.git", ["::1"], /private address/],
  ["https://127.0.0.1/a.git", [], /private address/],
  ["https://[::ffff:10.0.0.1]/a.git", [], /private address/],
  ["https://git.example.com/a.git", [], /does not resolve/],
])("%s at %j is not asked", async (address, addresses, why) => {
  await expect(pin(address, false, ...addresses)).rejects.toThrow(why);
});

test("metadata and link-local addresses are refused even where private ones are allowed", async () => {
  for (const address of ["169.254.169.254", "fe80::1", "100.100.100.200"])
    await expect(pin("https://git.example.com/a.git", true, "10.0.0.1", address)).rejects.toThrow(/metadata, link-local or reserved/);
});
