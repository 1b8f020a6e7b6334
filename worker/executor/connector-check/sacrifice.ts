import { answersInWords } from "../../../lib/connectors/declarative/answers";
import { targetOf } from "../../../lib/connectors/target";
import { VendorFault } from "../../../lib/connectors/vendor-http";
import { patienceMilliseconds, proofRun, type Try } from "../proof-run";
import { namedToken } from "./act-steps";
import type { CheckParts, Listed, Step } from "./parts";

type Revoking = NonNullable<CheckParts["revoke"]>;
/** What is done to a token that is given up for it. */
type Given = "dead" | "disabled";

/** How each is called, and where in a file it is described. */
const words = {
  dead: { step: "sacrifice", done: "revoked", its: "Its death", end: "end", change: "revoke", nothing: "revokes nothing" },
  disabled: { step: "sacrifice_disabled", done: "disabled", its: "That it is disabled", end: "disabling", change: "disable", nothing: "disables nothing" },
} as const satisfies Record<Given, { step: Step["step"] } & Record<string, string>>;

export const notSacrificed = (effect: Given): Step => ({
  step: words[effect].step,
  verdict: "not_tried",
  says: `Nothing was ${words[effect].done}: what is wrong above would keep it from being proven.`,
});

/**
 * Ends or disables one token that a person named, and shows whether that can be proven: by the executor's own rules, over the file's own window, in the
 * shape that the file has for it.
 */
export async function sacrifice(parts: CheckParts, revoking: Revoking, listed: Listed, named: string, effect: Given): Promise<Step> {
  const { connection, revoker } = revoking;
  const { declaration, now } = parts;
  const token = namedToken(listed, named);
  const { step, done, its, end, change, nothing } = words[effect];
  const not = (says: string, next?: string): Step => ({ step, verdict: "not_tried", says, ...(next ? { next } : {}) });
  const bad = (says: string, next: string): Step => ({ step, verdict: "bad", says, next });
  if ("not" in token) return not(token.not);
  const described = declaration[change];
  if ("cannot" in described) return not(`The file ${nothing}: ${described.cannot}`);
  const target = targetOf(token);
  try {
    const found = await revoker.describe(connection, target);
    if (found.kind === "gone") return not("It is gone already.");
    const before = await revoker.probe(connection, target, found.material, effect);
    if (before.kind !== "alive") return not(`It was not seen alive before (${before.evidence}), so its ${end} would show nothing. It was left as it is.`);
    parts.onProgress(`${token.name} is alive. It is ${done} now.`);
    const acted = now();
    const applied = await revoker.apply(
      connection,
      effect,
      target,
      { execution: "connector-check", fence: 1n, idempotencyKey: `connector-check-${acted.getTime()}` },
      found.material,
    );
    if (applied.kind === "declined") return bad(`The system declined: ${applied.evidence}.`, "Look at what the credential for revoking may do.");
    parts.onProgress(`The system answered: ${applied.evidence} (${applied.kind}). ${its} is looked for now.`);
    return await watchIt(parts, revoking, { token: token.name, target, material: found.material, acted, effect });
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    return bad(error.message, "Look at what happened to the token by hand.");
  }
}

async function watchIt(
  { wait, now, onProgress, declaration: { probe } }: CheckParts,
  { connection, revoker }: Revoking,
  { token, target, material, acted, effect }: { token: string; target: ReturnType<typeof targetOf>; material: string | null; acted: Date; effect: Given },
): Promise<Step> {
  const { step, done, its, change } = words[effect];
  const window = revoker.proof;
  const tries: Try[] = [];
  let firstDead: Date | null = null;
  for (let last = ""; ; ) {
    const probed = await revoker.probe(connection, target, material, effect);
    tries.push({ at: now(), outcome: probed.kind, control: probed.control });
    if (probed.kind === "dead") firstDead ??= now();
    const seconds = Math.round((now().getTime() - acted.getTime()) / 1000);
    if (probed.kind !== last) onProgress(`${seconds} s after the act: ${probed.kind} (${probed.evidence})`);
    last = probed.kind;
    const run = proofRun(tries, window, acted);
    if (run.complete) {
      const says = `${token} is proven ${effect}: ${run.refusals} refusals, the first ${secondsBetween(acted, firstDead)} s after the act, the last ${seconds} s after it.`;
      return { step, verdict: "good", says };
    }
    if (now().getTime() - acted.getTime() > patienceMilliseconds(window)) {
      const says = `${token} was ${done}. ${its} is not proven after ${seconds} s: the last try gave ${probed.kind} (${probed.evidence})${expected(probe, effect)}.`;
      const shape = effect === "disabled" ? "`probe.disabled`" : "`probe.dead`";
      return { step, verdict: "bad", says, next: `Look at ${shape}, at \`${change}\`, and at whether the system takes longer than \`proof.lagSeconds\`.` };
    }
    await wait(window.intervalMilliseconds);
  }
}

/** What the file expects to be said of it, where the token itself is tried. */
function expected(probe: CheckParts["declaration"]["probe"], effect: Given): string {
  if ("cannot" in probe || probe.by === "record") return "";
  return `, and the file expects ${answersInWords(effect === "disabled" ? (probe.disabled ?? probe.dead) : probe.dead)}`;
}

const secondsBetween = (from: Date, to: Date | null): number => Math.round(((to ?? from).getTime() - from.getTime()) / 1000);
