import { expect, test } from "vitest";
import type { Checker } from "../contract";
import type { Bench, ConnectorHarness } from "./conformance";
import { nothingIsProvenBy } from "./conformance-probe";

/** A found secret tried without any credential of ours: valid and invalid in the vendor's own shapes alone, and everything else is unknown. */
export function checkConformance<R, W>(harness: ConnectorHarness<R, W>, checker: Checker, bench: Bench<R, W>): void {
  let n = 0;
  async function token() {
    const [made] = await bench.vendor.makeTokens([`tried-${n++}`]);
    if (!made) throw new Error("no token was made");
    bench.witness.add(made.secret);
    return made;
  }
  const check = async (secret: string) => {
    const { http, settings } = bench.openRead();
    return bench.witness.watch(checker(http, settings, secret, null));
  };

  test("a found secret that lives is valid, one that the vendor does not know is invalid, by one call that changes nothing", async () => {
    const made = await token();
    const before = bench.proxy.seen.length;
    expect(await check(made.secret)).toMatchObject({ validity: "valid" });
    expect(bench.proxy.seen.slice(before)).toEqual([{ method: "GET", path: expect.not.stringContaining(made.secret) }]);
    expect(await check(bench.vendor.deadSecret(made))).toMatchObject({ validity: "invalid", status: harness.deathAnswer.status });
    await bench.vendor.killToken(made);
    await expect.poll(async () => (await check(made.secret)).validity, { timeout: 90_000, interval: 2_000 }).toBe("invalid");
  }, 120_000);

  // to everyone alike in its own words is what a door says that is shut to all; without a credential of ours that can't be told apart
  const silent = nothingIsProvenBy(harness.deathAnswer).filter(([name]) => !name.includes("own shape of death"));
  test.each(silent)("%s says nothing of a found secret", async (_name, fault) => {
    const made = await token();
    bench.proxy.break(fault);
    for (const secret of [made.secret, bench.vendor.deadSecret(made)]) expect(await check(secret)).toMatchObject({ validity: "unknown" });
  });

  test("how long the vendor asks to be left alone is told, and a redirect takes no secret elsewhere", async () => {
    const made = await token();
    bench.proxy.break({ kind: "answer", status: 429, body: "{}", headers: { "retry-after": "90" } });
    expect(await check(made.secret)).toMatchObject({ validity: "unknown", retryAfterSeconds: 90 });
    bench.proxy.break({ kind: "answer", status: 307, body: "", headers: { location: `${bench.stranger.origin}/` } });
    expect(await check(made.secret)).toMatchObject({ validity: "unknown" });
    expect(bench.stranger.seen).toEqual([]);
  });
}
