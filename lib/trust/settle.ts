import { judge, type Pending } from "./counting";
import { activate, obstacle, type Standing } from "./standing";
import { noDetail, type TrustReason, type TrustVerdict } from "./verdicts";

type States = Map<string, TrustVerdict>;
interface Ready {
  pending: Pending;
  verdict: TrustVerdict;
}

/** Makes active, one after the other, whatever can be at that instant. Returns the instants at which a delay will have run out. */
export async function settle(standing: Standing, all: readonly Pending[], states: States, at: number): Promise<number[]> {
  let pending = [...all];
  for (;;) {
    // Each activation may change what the rest needs, so all are judged anew after every one.
    const { ready, later } = await judgeAll(standing, pending, states, at);
    const [first] = ready.sort((one, other) => (rank(one) < rank(other) ? -1 : 1));
    if (!first) return later;
    states.set(first.pending.digest, first.verdict);
    takePlace(standing, first.pending, states, at);
    pending = pending.filter(({ digest }) => !states.has(digest));
  }
}

async function judgeAll(standing: Standing, pending: readonly Pending[], states: States, at: number): Promise<{ ready: Ready[]; later: number[] }> {
  const ready: Ready[] = [];
  const later: number[] = [];
  for (const candidate of pending) {
    const reason = obstacle(standing, candidate.statement);
    if (reason) {
      states.set(candidate.digest, { status: reason === "newer_active" ? "superseded" : "refused", reason, detail: noDetail });
      continue;
    }
    const { detail, effectiveAt } = await judge(candidate, standing, at);
    if (repeatsTheRoot(standing, candidate) || (effectiveAt !== null && effectiveAt <= at))
      ready.push({ pending: candidate, verdict: { status: "active", reason: null, detail } });
    else if (effectiveAt !== null) later.push(effectiveAt);
  }
  return { ready, later };
}

/** The pinned key needs nobody's signature: the person at the executor's host vouched for it. */
const repeatsTheRoot = ({ root, keys }: Standing, { statement }: Pending) =>
  statement.type === "countersign/key" && statement.key.id === root.key.id && keys.has(root.key.id);

/** At the same instant what narrows goes first, then what was issued first; the digest decides between equals. */
const rank = ({ pending, verdict }: Ready) => `${verdict.detail.widens ? 1 : 0} ${new Date(pending.statement.issued).toISOString()} ${pending.digest}`;

function takePlace(standing: Standing, { digest, statement }: Pending, states: States, at: number): void {
  const replaced = activate(standing, digest, statement, at);
  const before = replaced ? states.get(replaced) : undefined;
  const reason: TrustReason = statement.type === "countersign/key-withdrawal" ? "key_withdrawn" : "newer_active";
  if (replaced && before?.status === "active") states.set(replaced, { ...before, status: "superseded", reason });
}
