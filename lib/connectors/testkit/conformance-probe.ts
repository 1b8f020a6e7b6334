import { expect, test } from "vitest";
import { saidToEveryone, saidToOneAlone } from "../nothing-proven";
import type { Bench, ConnectorHarness } from "./conformance";
import type { Fault } from "./faulty-proxy";

/** Describe and probe: what is signed is what is found, and only the vendor's own shape of death is death. */
export function probeConformance<R, W>(harness: ConnectorHarness<R, W>, bench: Bench<R, W>): void {
  const { revoker } = harness;
  const withoutMaterial = (result: object) => ({ ...result, material: undefined });
  let n = 0;
  async function token() {
    const [made] = await bench.vendor.makeTokens([`probed-${n++}`]);
    if (!made) throw new Error("no token was made");
    bench.witness.add(made.secret);
    return { made, target: await bench.targetFor(made) };
  }
  const probe = (target: Parameters<typeof revoker.probe>[1], material: string | null, credential?: W) =>
    bench.witness.watch(revoker.probe(bench.openRevoke(credential), target, material, harness.effect ?? "dead"));

  test("describe gives the same identity as the listing, and what is needed to act and prove", async () => {
    const { made, target } = await token();
    const described = await bench.witness.watch(revoker.describe(bench.openRevoke(), target), withoutMaterial);
    expect(described).toMatchObject({ kind: "described", target });
    if (described.kind !== "described") throw new Error("not described");
    expect(described.target).toEqual(target);
    // using it changes what was last seen, which is no part of the identity
    await probe(target, made.secret);
    expect(await bench.witness.watch(revoker.describe(bench.openRevoke(), target), withoutMaterial)).toMatchObject({ target });
  });

  test("describe says gone of a token that is gone, and never because the vendor could not be asked", async () => {
    const { made, target } = await token();
    await bench.vendor.killToken(made);
    expect(await bench.witness.watch(revoker.describe(bench.openRevoke(), target))).toMatchObject({ kind: "gone" });
    for (const [status, body] of [
      [401, "<html>proxy</html>"],
      [403, "<html>blocked</html>"],
      [500, "{}"],
      [200, "{}"],
      [404, "<html>not here</html>"],
    ] as const) {
      bench.proxy.break({ kind: "answer", status, body });
      await expect(bench.witness.watch(revoker.describe(bench.openRevoke(), target))).rejects.toMatchObject({ name: "VendorFault" });
    }
  });

  // what follows tries the credential itself
  const door = test.skipIf(harness.byRecord === "only");

  door("a living credential is alive, one that the vendor does not know is dead, with the control let in both times", async () => {
    const { made, target } = await token();
    expect(await probe(target, made.secret)).toMatchObject({ kind: "alive", control: "accepted" });
    expect(await probe(target, bench.vendor.deadSecret(made))).toMatchObject({ kind: "dead", status: harness.deathAnswer.status, control: "accepted" });
  });

  door("without the credential itself, or with a dead control, nothing is proven", async () => {
    const { made, target } = await token();
    if (!harness.byRecord) expect(await probe(target, null)).toMatchObject({ kind: "unknown" });
    expect(await probe(target, bench.vendor.deadSecret(made), bench.vendor.deadControl)).toMatchObject({ kind: "unknown", control: "refused" });
  });

  const nothingProven: [string, Fault][] = nothingIsProvenBy(harness.deathAnswer);
  door.each(nothingProven)("%s proves nothing, of a living token as of a dead one", async (_name, fault) => {
    const { made, target } = await token();
    bench.proxy.break(fault);
    for (const secret of [made.secret, bench.vendor.deadSecret(made)]) expect(await probe(target, secret)).toMatchObject({ kind: "unknown" });
  });

  const alone = saidToOneAlone(harness.deathAnswer).map(({ name, ...answer }) => [name, answer] as const);
  door.each(alone)("to this credential alone, %s proves nothing, though the control is let in", async (_name, answer) => {
    const { made, target } = await token();
    bench.proxy.break({ kind: "answer", only: ({ headers }) => headers.includes(made.secret), ...answer });
    expect(await probe(target, made.secret)).toMatchObject({ kind: "unknown", control: "accepted" });
  });

  test("a redirect to another host takes no credential there", async () => {
    const { made, target } = await token();
    bench.proxy.break({ kind: "answer", status: 307, body: "", headers: { location: `${bench.stranger.origin}/` } });
    expect(await probe(target, made.secret)).toMatchObject({ kind: "unknown" });
    await expect(bench.witness.watch(revoker.describe(bench.openRevoke(), target))).rejects.toMatchObject({ kind: "left_origin" });
    expect(bench.stranger.seen).toEqual([]);
  });
}

/** Answers to everyone, from which nothing follows about one credential. */
export const nothingIsProvenBy = (deathAnswer: { status: number; body: string }): [string, Fault][] => [
  ...saidToEveryone(deathAnswer).map(({ name, ...answer }): [string, Fault] => [name, { kind: "answer", ...answer }]),
  ["silence", { kind: "silence" }],
  ["a lost answer", { kind: "act_then_cut" }],
];
