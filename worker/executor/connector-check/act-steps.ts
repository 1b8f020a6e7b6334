import type { Probed, Target, TokenSighting } from "../../../lib/connectors/contract";
import { answersInWords } from "../../../lib/connectors/declarative/answers";
import type { Probe } from "../../../lib/connectors/declarative/schema/declaration";
import { targetOf } from "../../../lib/connectors/target";
import { VendorFault } from "../../../lib/connectors/vendor-http";
import { canonical } from "../../../lib/core/canonical";
import { checkEmptyAnswers, taped } from "./empty-answers";
import { madeUpLike } from "./made-up";
import type { CheckParts, Listed, Step } from "./parts";

type Revoking = NonNullable<CheckParts["revoke"]>;

/** Looks a listed token up, as the executor does before it acts: it must be found, and be what the list says. */
export async function checkLookUp({ declaration }: CheckParts, { connection, revoker }: Revoking, { tokens }: Listed): Promise<Step> {
  const [token] = tokens;
  if (declaration.describe === undefined) return { step: "look_up", verdict: "not_tried", says: "The file ends nothing, so it looks nothing up." };
  if (!token) return { step: "look_up", verdict: "not_tried", says: "No token is listed to be looked up." };
  try {
    const found = await revoker.describe(connection, targetOf(token));
    if (found.kind === "gone")
      return {
        step: "look_up",
        verdict: "bad",
        says: `${token.name} is listed, and looked up it is gone: ${found.evidence}.`,
        next: "Look at `describe`, and at what the credential for revoking may see.",
      };
    const differs = differences(targetOf(token), found.target);
    if (differs.length > 0)
      return {
        step: "look_up",
        verdict: "bad",
        says: `${token.name}, looked up, has another ${differs.join(", ")} than in the list.`,
        next: "Every request would be refused as target_changed. Both must show the same fields: look at `describe.row`.",
      };
    return { step: "look_up", verdict: "good", says: `${token.name} is found, and is what the list says.` };
  } catch (error) {
    if (!(error instanceof VendorFault)) throw error;
    return { step: "look_up", verdict: "bad", says: error.message, next: "Look at `describe`, and at what the credential for revoking may do." };
  }
}

function differences(listed: Target, found: Target): string[] {
  return (Object.keys(listed) as (keyof Target)[]).filter((field) => canonical(listed[field]) !== canonical(found[field]));
}

/** Tries the control and a credential nobody has at the probe's door: the one must be alive, the other dead. Nothing is changed. */
export async function checkShapes(parts: CheckParts, { connection, revoker }: Revoking, listed: Listed): Promise<Step[]> {
  const { probe } = parts.declaration;
  const { control } = connection.credential;
  if ("cannot" in probe || control === undefined) {
    const says = "cannot" in probe ? `The file has no probe: ${probe.cannot} No death is proven with it.` : "There is no control credential.";
    return [{ step: "control", verdict: "not_tried", says }];
  }
  const target = listed.tokens[0] ? targetOf(listed.tokens[0]) : nobody(parts);
  const knock = async (secret: string) => {
    const tape = taped(connection);
    return { secret, probed: await revoker.probe(tape.connection, target, secret, "dead"), answer: tape.answers[0] };
  };
  const alive = await knock(control);
  const steps: Step[] = [controlStep(alive.probed, probe)];
  if (alive.probed.kind !== "alive")
    return [...steps, { step: "made_up", verdict: "not_tried", says: "A made-up credential was not tried, since the control was not let in." }];
  const madeUp = await knock(madeUpLike(control));
  steps.push(madeUpStep(madeUp.probed, probe));
  if (madeUp.probed.kind !== "dead" || !alive.answer || !madeUp.answer) return steps;
  const door = { target, control: { secret: control, answer: alive.answer }, madeUp: { secret: madeUp.secret, answer: madeUp.answer } };
  return [...steps, await checkEmptyAnswers(parts, { connection, revoker }, door)];
}

const nobody = ({ declaration }: CheckParts): Target => ({
  ...{
    class: declaration.tokens.class,
    handle: { id: "countersign-check" },
    name: "",
    creator: null,
    created: null,
    scopes: [],
    environment: null,
    fingerprint: null,
  },
});

function controlStep(probed: Probed, { alive }: Probe): Step {
  const step = "control";
  switch (probed.kind) {
    case "alive":
      return { step, verdict: "good", says: "The control credential is let in, and judged alive." };
    case "dead":
      return {
        step,
        verdict: "bad",
        says: `The control credential was judged dead: got ${gotten(probed)}.`,
        next: "Give a living one, or make `probe.dead` narrower.",
      };
    case "unknown":
      return {
        step,
        verdict: "bad",
        says: `The control credential was not judged alive: got ${gotten(probed)}, the file expects ${answersInWords(alive)}.`,
        next: "Give a living one, or look at `probe.request`, `probe.token` and `probe.alive`.",
      };
  }
}

function madeUpStep(probed: Probed, { dead }: Probe): Step {
  const step = "made_up";
  if (probed.kind === "dead") return { step, verdict: "good", says: `A made-up credential is judged dead: got ${gotten(probed)}.` };
  const next =
    probed.kind === "alive"
      ? "Make `probe.alive` narrower: it fits an answer to nobody."
      : "Write what the system answers into `probe.dead`. As it stands, no death would ever be proven.";
  return { step, verdict: "bad", says: `A made-up credential was not judged dead: got ${gotten(probed)}, the file expects ${answersInWords(dead)}.`, next };
}

const gotten = ({ evidence }: Probed): string => evidence.trim();

/** The token that a person named: by its handle, or by a name that only it has. */
export function namedToken({ tokens }: Listed, named: string): TokenSighting | { not: string } {
  const byHandle = tokens.find(({ handle }) => handle.id === named || handle.fingerprint === named);
  if (byHandle) return byHandle;
  const byName = tokens.filter(({ name }) => name === named);
  if (byName.length > 1)
    return {
      not: `${byName.length} tokens are called that. Name one by its id: ${byName
        .map(({ handle }) => handle.id ?? handle.fingerprint)
        .slice(0, 5)
        .join(", ")}.`,
    };
  return byName[0] ?? { not: "No listed token has this id or name." };
}
