import { targetOf } from "../../../lib/connectors/target";
import { VendorFault } from "../../../lib/connectors/vendor-http";
import { patienceMilliseconds, proofRun, type Try } from "../proof-run";
import { namedToken } from "./act-steps";
import type { CheckParts, Listed, Step } from "./parts";

type Revoking = NonNullable<CheckParts["revoke"]>;

/** Ends one token that a person named, and shows whether its death can be proven: by the executor's own rules, over the file's own window. */
export async function sacrifice(parts: CheckParts, revoking: Revoking, listed: Listed, named: string): Promise<Step> {
  const { connection, revoker } = revoking;
  const { declaration, now } = parts;
  const token = namedToken(listed, named);
  const not = (says: string, next?: string): Step => ({ step: "sacrifice", verdict: "not_tried", says, ...(next ? { next } : {}) });
  const bad = (says: string, next: string): Step => ({ step: "sacrifice", verdict: "bad", says, next });
  if ("not" in token) return not(token.not);
  if ("cannot" in declaration.revoke) return not(`The file revokes nothing: ${declaration.revoke.cannot}`);
  const target = targetOf(token);
  try {
    const found = await revoker.describe(connection, target);
    if (found.kind === "gone") return not("It is gone already.");
    const before = await revoker.probe(connection, target, found.material, "dead");
    if (before.kind !== "alive") return not(`It was not seen alive before (${before.evidence}), so its end would show nothing. It was left as it is.`);
    parts.onProgress(`${token.name} is alive. It is revoked now.`);
    const acted = now();
    const applied = await revoker.apply(
      connection,
      "dead",
      target,
      { execution: "connector-check", fence: 1n, idempotencyKey: `connector-check-${acted.getTime()}` },
      found.material,
    );
    if (applied.kind === "declined") return bad(`The system declined: ${applied.evidence}.`, "Look at what the credential for revoking may do.");
    parts.onProgress(`The system answered: ${applied.evidence} (${applied.kind}). Its death is looked for now.`);
    return await watchIt(parts, revoking, { token: token.name, target, material: found.material, acted });
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    return bad(error.message, "Look at what happened to the token by hand.");
  }
}

async function watchIt(
  { wait, now, onProgress }: CheckParts,
  { connection, revoker }: Revoking,
  { token, target, material, acted }: { token: string; target: ReturnType<typeof targetOf>; material: string | null; acted: Date },
): Promise<Step> {
  const window = revoker.proof;
  const tries: Try[] = [];
  let firstDead: Date | null = null;
  for (let last = ""; ; ) {
    const probed = await revoker.probe(connection, target, material, "dead");
    tries.push({ at: now(), outcome: probed.kind, control: probed.control });
    if (probed.kind === "dead") firstDead ??= now();
    const seconds = Math.round((now().getTime() - acted.getTime()) / 1000);
    if (probed.kind !== last) onProgress(`${seconds} s after the act: ${probed.kind} (${probed.evidence})`);
    last = probed.kind;
    const run = proofRun(tries, window, acted);
    if (run.complete) {
      const says = `${token} is proven dead: ${run.refusals} refusals, the first ${secondsBetween(acted, firstDead)} s after the act, the last ${seconds} s after it.`;
      return { step: "sacrifice", verdict: "good", says };
    }
    if (now().getTime() - acted.getTime() > patienceMilliseconds(window)) {
      const says = `${token} was revoked, and its death is not proven after ${seconds} s: the last try gave ${probed.kind} (${probed.evidence}).`;
      return {
        step: "sacrifice",
        verdict: "bad",
        says,
        next: "Look at `probe.dead`, at `revoke`, and at whether the system takes longer than `proof.lagSeconds`.",
      };
    }
    await wait(window.intervalMilliseconds);
  }
}

const secondsBetween = (from: Date, to: Date | null): number => Math.round(((to ?? from).getTime() - from.getTime()) / 1000);
