import { expect, test } from "vitest";
import type { Bench, ConnectorHarness } from "./conformance";
import { nothingIsProvenBy } from "./conformance-probe";

/** For a vendor that shows no secrets: its own record, read anew, with the control let in; and nothing else is a death. */
export function recordConformance<R, W>(harness: ConnectorHarness<R, W>, bench: Bench<R, W>): void {
  const { revoker } = harness;
  let n = 0;
  async function token() {
    const [made] = await bench.vendor.makeTokens([`recorded-${n++}`]);
    if (!made) throw new Error("no token was made");
    bench.witness.add(made.secret);
    return { made, target: await bench.targetFor(made) };
  }
  const probe = (target: Parameters<typeof revoker.probe>[1], credential?: W) =>
    bench.witness.watch(revoker.probe(bench.openRevoke(credential), target, null, harness.effect ?? "dead"));

  test("by its record a living token is alive and a killed one dead, and the proof says that it rests on the record", async () => {
    const { made, target } = await token();
    expect(await revoker.describe(bench.openRevoke(), target)).toMatchObject({ kind: "described", material: null });
    expect(await probe(target)).toMatchObject({ kind: "alive", control: "accepted", basis: "record" });
    await bench.vendor.killToken(made);
    expect(await probe(target)).toMatchObject({ kind: "dead", control: "accepted", basis: "record" });
  });

  test("a record that says dead proves nothing while the control is not let in", async () => {
    const { made, target } = await token();
    await bench.vendor.killToken(made);
    expect(await probe(target, bench.vendor.deadControl)).toMatchObject({ kind: "unknown", control: "refused" });
  });

  test.each(nothingIsProvenBy(harness.deathAnswer))("of the record, %s proves nothing", async (_name, fault) => {
    const [alive, dead] = [await token(), await token()];
    await bench.vendor.killToken(dead.made);
    bench.proxy.break(fault);
    for (const { target } of [alive, dead]) expect(await probe(target)).toMatchObject({ kind: "unknown" });
  });
}
