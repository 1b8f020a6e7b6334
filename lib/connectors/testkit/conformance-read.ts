import { expect, test } from "vitest";
import { canonical } from "../../core/canonical";
import type { AccountSighting, Page, TokenSighting } from "../contract";
import { VendorFault } from "../vendor-http";
import type { ReaderBench, ReaderHarness } from "./conformance";

/** What few systems tell is either told with its source, or absent: an empty name is none. */
function furtherFactsHold({ class: kind, rotated, scopesUsed, thirdParty, parentKey, family }: TokenSighting): void {
  for (const fact of [rotated, scopesUsed]) if (fact) expect(fact.source).not.toBe("");
  for (const name of [thirdParty, parentKey]) expect(name).not.toBe("");
  if (scopesUsed) expect(scopesUsed.scopes).toEqual([...new Set(scopesUsed.scopes)].sort());
  if (family) expect(kind).toBe("ephemeral_secret");
}

/** Reading: what is right is told from what is wrong, every row once, and a listing that is not whole is a fault. */
export function readConformance<R>(harness: ReaderHarness<R>, bench: ReaderBench<R>): void {
  const { label = "conformance" } = harness;
  test("check tells a right credential from a wrong one, and a system that is down from one that is another", async () => {
    const check = (credential?: R) => bench.witness.watch(bench.reader.check(bench.openRead(credential)));
    expect(await check()).toMatchObject({ ok: true });
    expect(await check(bench.vendor.badReadCredential)).toMatchObject({ ok: false, kind: "credential" });
    bench.proxy.break({ kind: "answer", status: 503, body: "down" });
    expect(await check()).toMatchObject({ ok: false, kind: "unavailable" });
    bench.proxy.break({ kind: "answer", status: 200, body: "<html>We'll be right back</html>" });
    expect(await check()).toMatchObject({ ok: false, kind: "shape" });
    bench.proxy.break({ kind: "answer", status: 302, body: "", headers: { location: bench.stranger.origin } });
    expect(await check()).toMatchObject({ ok: false, kind: "address" });
  });

  test("listing gives every token once, over all pages, with facts that say where they come from", async () => {
    const names = Array.from({ length: harness.many }, (_, n) => `${label}-${String(n).padStart(4, "0")}`);
    const made = await bench.vendor.makeTokens(names);
    const listed = made.map(({ name }) => name);
    const { items, rejected, expected } = await bench.allTokens();
    expect(rejected).toEqual([]);
    expect(items.length).toBe(expected ?? items.length);
    expect(
      items
        .filter(({ name }) => listed.includes(name))
        .map(({ name }) => name)
        .sort(),
    ).toEqual(listed.sort());
    expect(new Set(items.map(({ handle }) => canonical(handle))).size).toBe(items.length);
    const connection = bench.openRead();
    for (const token of made.slice(0, 5)) {
      const sighting = items.find((item) => item.name === token.name);
      const { fingerprintOf = ({ secret }) => connection.fingerprint(secret) } = harness;
      if (fingerprintOf) expect(sighting?.fingerprints).toContainEqual(expect.objectContaining(fingerprintOf(token)));
      else expect(sighting?.fingerprints).toEqual([]);
      expect(sighting?.scopes).toEqual([...(sighting?.scopes ?? [])].sort());
      for (const fact of [sighting?.created, sighting?.lastUsed, sighting?.creator]) if (fact) expect(fact.source).not.toBe("");
    }
    for (const sighting of items) furtherFactsHold(sighting);
  });

  test("a row that cannot be read is counted and named, and costs no other", async () => {
    const before = await bench.allTokens();
    bench.proxy.break({ kind: "rewrite", only: ({ path }) => (harness.listing ?? /tokens/).test(path), body: harness.spoilRow });
    const { items, rejected } = await bench.allTokens();
    expect(rejected.length).toBeGreaterThan(0);
    expect(items.length + rejected.length).toBe(before.items.length);
    for (const { reference, field, reason } of rejected) for (const text of [reference, field, reason]) expect(text).not.toBe("");
  });

  test("accounts carry what links them to people", async () => {
    await bench.vendor.makeAccount(`${label}@example.com`);
    const found = await allAccounts();
    const isIt = ({ email, userName }: AccountSighting) => (harness.accountsBy === "userName" ? userName === label : email === `${label}@example.com`);
    expect(found.find(isIt)?.externalId).toBeTruthy();
    expect(new Set(found.map(({ externalId }) => externalId)).size).toBe(found.length);
  });

  async function allAccounts(): Promise<AccountSighting[]> {
    const found: AccountSighting[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page: Page<AccountSighting> = await bench.witness.watch(bench.reader.listAccounts(bench.openRead(), cursor ?? null));
      found.push(...page.items);
      cursor = page.next;
    }
    return found;
  }

  const faults = [
    ["too many requests", { kind: "answer", status: 429, body: "{}", headers: { "retry-after": "120" } }, "rate_limited"],
    ["a fault of its own", { kind: "answer", status: 500, body: "{}" }, "server_error"],
    ["401 to everyone", { kind: "answer", status: 401, body: "<html>proxy</html>" }, "credential"],
    ["another shape", { kind: "answer", status: 200, body: "[1,2,3]" }, "shape"],
    ["half an answer", { kind: "answer", status: 200, body: '{"tokens":[{"secret":"x' }, "shape"],
    ["silence", { kind: "silence" }, "timeout"],
    ["a door that is not there", { kind: "answer", status: 404, body: "<html>404 Not Found</html>" }, "unexpected_status"],
  ] as const;
  const listings = ["listTokens", "listAccounts"] as const;
  test.each(listings.flatMap((listing) => faults.map((fault) => [listing, ...fault] as const)))(
    "%s: %s ends it with a named fault, and nothing is taken for gone",
    async (listing, _name, fault, kind) => {
      bench.proxy.break(fault);
      const thrown = await bench.witness.watch<unknown>(bench.reader[listing](bench.openRead(), null)).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(VendorFault);
      expect(thrown).toMatchObject({ kind });
    },
  );
}
