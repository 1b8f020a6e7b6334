import type { Refusal } from "../domain/refusals";
import type { TrustStatement } from "../domain/statement";
import { verifyAnswer } from "../signatures/verify-answer";
import { isAdministrator, peopleWithKeys, type Standing, type TrustedKey } from "./standing";
import type { TrustDetail } from "./verdicts";
import { whatWidens } from "./widening";

export interface SightedSignature {
  /** of the signature itself */
  digest: string;
  keyId: string;
  answer: string;
  assertion: unknown;
  /** when the executor first saw signature and statement, milliseconds */
  seen: number;
  /** verification per public key: a signature is checked once for each key it may belong to */
  checked: Map<string, Promise<Refusal | null>>;
}

export interface Pending {
  digest: string;
  statement: TrustStatement;
  signatures: SightedSignature[];
  /** since when the signatures have sufficed without a break, milliseconds */
  completeSince: number | null;
}

/** Who signed this with effect at that instant, whether it suffices, and when it takes effect. Updates `completeSince`. */
export async function judge(pending: Pending, standing: Standing, at: number): Promise<{ detail: TrustDetail; effectiveAt: number | null }> {
  const { root, rules } = standing;
  const widens = whatWidens(pending.statement, { ...standing, rootPerson: standing.keys.has(root.key.id) ? root.person : null });
  const { signedBy, ignored } = await count(pending, standing, at);
  const bySampleRoot = standing.root.sample && signedBy.some(({ key }) => key === standing.root.key.id);
  const twoPeople = rules.has("two people once are two people always") ? standing.twoPeople : peopleWithKeys(standing) > 1;
  const guarded = widens !== null && twoPeople && !bySampleRoot;
  const people = guarded && rules.has("widening needs a second person") ? 2 : 1;
  const complete = signedBy.some(({ administrator }) => administrator) && new Set(signedBy.map(({ person }) => person)).size >= people;
  // A key withdrawn while the delay runs takes its signature back, and the delay starts anew: that is what the delay is for.
  pending.completeSince = complete ? (pending.completeSince ?? at) : null;
  const delay = guarded && rules.has("widening waits out the delay") ? standing.policy.statement.wideningDelaySeconds * 1000 : 0;
  const effectiveAt = pending.completeSince === null ? null : pending.completeSince + delay;
  return {
    detail: { widens, signedBy, ignored, people, activeAt: delay && effectiveAt ? new Date(Math.floor(effectiveAt)).toISOString() : null },
    effectiveAt,
  };
}

async function count(pending: Pending, standing: Standing, at: number): Promise<Pick<TrustDetail, "signedBy" | "ignored">> {
  const signedBy: TrustDetail["signedBy"] = [];
  const ignored: TrustDetail["ignored"] = [];
  for (const signature of pending.signatures) {
    if (signature.seen > at) continue;
    const key = standing.keys.get(signature.keyId);
    const refusal = key
      ? isUnheard(key, signature)
        ? "signer_departed"
        : await verified(pending.digest, signature, key, standing)
      : whyUnknown(standing, signature);
    if (refusal || !key) ignored.push({ key: signature.keyId, refusal: refusal ?? "key_not_chained" });
    else if (!signedBy.some((known) => known.key === key.id)) signedBy.push({ person: key.person, key: key.id, administrator: isAdministrator(standing, key) });
  }
  return { signedBy, ignored };
}

const isUnheard = ({ unheard }: TrustedKey, { seen }: SightedSignature): boolean => unheard !== null && seen >= unheard.from && seen < unheard.to;

function whyUnknown({ withdrawn, lapsed }: Standing, { keyId }: SightedSignature): Refusal {
  if (withdrawn.has(keyId)) return "key_withdrawn";
  return lapsed.has(keyId) ? "signer_departed" : "key_not_chained";
}

function verified(digest: string, signature: SightedSignature, key: TrustedKey, { root }: Standing): Promise<Refusal | null> {
  const known = signature.checked.get(key.publicKey);
  if (known) return known;
  const check = verifyAnswer({ answerText: signature.answer, assertion: signature.assertion, key, rpId: root.rpId, origin: root.origin }).then((result) => {
    if (!result.ok) return result.refusal;
    const { answer } = result;
    return answer.answer === "trust" && answer.statement === digest && answer.targets.length === 0 ? null : "statement_altered";
  });
  signature.checked.set(key.publicKey, check);
  return check;
}
