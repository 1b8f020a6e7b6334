import { expect, test } from "vitest";
import { type Effect, Effect as EffectType } from "../../domain/tokens";
import type { Target } from "../contract";
import type { Bench, ConnectorHarness } from "./conformance";
import type { Fault } from "./faulty-proxy";

const fence = { execution: "00000000-0000-7000-8000-0000000000aa", fence: 1n, idempotencyKey: "conformance" };

/** Acting: once is enough, a second time does no harm, and what is not known is said to be unknown. */
export function applyConformance<R, W>(harness: ConnectorHarness<R, W>, bench: Bench<R, W>): void {
  const { revoker, effect: proven = "dead" } = harness;
  const changing = harness.changes ?? (({ method }: { method: string }) => method !== "GET");
  let n = 0;
  async function token() {
    const [made] = await bench.vendor.makeTokens([`revoked-${n++}`]);
    if (!made) throw new Error("no token was made");
    bench.witness.add(made.secret);
    const target = await bench.targetFor(made);
    const described = await revoker.describe(bench.openRevoke(), target);
    if (described.kind !== "described") throw new Error("not described");
    return { made, target, material: described.material };
  }
  const apply = (target: Target, material: string | null, effect: Effect = proven) =>
    bench.witness.watch(revoker.apply(bench.openRevoke(), effect, target, fence, material));

  test("a revoked token is gone at the vendor, alone; a second time changes nothing", async () => {
    const { made, target, material } = await token();
    const other = await token();
    expect(await apply(target, material)).toMatchObject({ kind: "done" });
    expect(await bench.vendor.exists(made)).toBe(false);
    expect(await bench.vendor.exists(other.made)).toBe(true);
    expect(["done", "already_gone"]).toContain((await apply(target, material)).kind);
    expect(await bench.witness.watch(revoker.describe(bench.openRevoke(), target))).toMatchObject({ kind: "gone" });
    expect(await bench.vendor.exists(other.made)).toBe(true);
  });

  test("the vendor's OK alone proves nothing: a token that it says it revoked, and did not, is alive", async () => {
    const { made, target, material } = await token();
    bench.proxy.break({ kind: "answer", only: changing, ...harness.okAnswer });
    expect(await apply(target, material)).toMatchObject({ kind: "done" });
    bench.proxy.break(null);
    expect(await bench.vendor.exists(made)).toBe(true);
    expect(await bench.witness.watch(revoker.probe(bench.openRevoke(), target, material, proven))).toMatchObject({ kind: "alive", control: "accepted" });
  });

  test("an effect that the connector does not declare is declined, and nothing is sent", async () => {
    const { made, target, material } = await token();
    const declared = revoker.effects[target.class] ?? [];
    const before = bench.proxy.seen.length;
    for (const effect of EffectType.options.filter((each) => !declared.includes(each)))
      expect(await apply(target, material, effect)).toMatchObject({ kind: "declined" });
    expect(bench.proxy.seen.length).toBe(before);
    expect(await bench.vendor.exists(made)).toBe(true);
  });

  test("the vendor's own no is declined", async () => {
    const { made, target, material } = await token();
    bench.proxy.break({ kind: "answer", only: changing, ...harness.declineAnswer });
    expect(await apply(target, material)).toMatchObject({ kind: "declined" });
    expect(await bench.vendor.exists(made)).toBe(true);
  });

  const lost: [string, Fault, boolean][] = [
    ["an answer that never comes", { kind: "act_then_silence", only: changing }, false],
    ["a connection cut after the act", { kind: "act_then_cut", only: changing }, false],
    ["silence", { kind: "silence", only: changing }, true],
    ["a vendor that fails", { kind: "answer", only: changing, status: 500, body: "{}" }, true],
    ["too many requests", { kind: "answer", only: changing, status: 429, body: "{}" }, true],
    ["401 to everyone", { kind: "answer", only: changing, status: 401, body: "<html>proxy</html>" }, true],
    ["a ban of our address", { kind: "answer", only: changing, status: 403, body: "<html>blocked</html>" }, true],
    ["a redirect", { kind: "answer", only: changing, status: 307, body: "", headers: { location: "/elsewhere" } }, true],
  ];
  test.each(lost)("%s is unknown, whatever happened, and is not repeated by itself", async (_name, fault, stillThere) => {
    const { made, target, material } = await token();
    const before = bench.proxy.seen.filter(changing).length;
    bench.proxy.break(fault);
    expect(await apply(target, material)).toMatchObject({ kind: "unknown" });
    expect(bench.proxy.seen.filter(changing).length).toBe(before + 1);
    bench.proxy.break(null);
    expect(await bench.vendor.exists(made)).toBe(stillThere);
    expect(["done", "already_gone"]).toContain((await apply(target, material)).kind);
    expect(await bench.vendor.exists(made)).toBe(false);
  });

  test("a redirect to another host takes neither credential nor target there", async () => {
    const { target, material } = await token();
    bench.proxy.break({ kind: "answer", only: changing, status: 308, body: "", headers: { location: `${bench.stranger.origin}/` } });
    expect(await apply(target, material)).toMatchObject({ kind: "unknown" });
    expect(bench.stranger.seen).toEqual([]);
  });
}
