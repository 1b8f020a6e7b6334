import { digestOf } from "../core/canonical";
import type { ApprovalPolicyStatement, ConnectionStatement } from "../domain/statement";
import type { KeyKind } from "../signatures/assertion";
import { judge, type Pending } from "./counting";
import { type Departure, depart } from "./departures";
import type { TrustRoot } from "./root";
import { allChainRules, type ChainRule } from "./rules";
import { settle } from "./settle";
import { rootStanding, type Standing } from "./standing";
import { readTrustStatement } from "./statements";
import { noDetail, type TrustReason, type TrustVerdict } from "./verdicts";

export type { TrustRoot } from "./root";

export interface StoredStatement {
  digest: string;
  body: string;
}
export interface StoredSignature {
  digest: string;
  keyId: string;
  answer: string;
  assertion: unknown;
  /** when the signer took it; orders those that the executor first saw at the same instant, and nothing else */
  at?: Date;
}

export interface TrustInputs {
  root: TrustRoot;
  statements: readonly StoredStatement[];
  signatures: readonly StoredSignature[];
  /** when the executor first saw each statement and each signature, by its own clock; keys from `sightings`. A missing one counts as now. */
  firstSeen: ReadonlyMap<string, Date>;
  /** of the people whom statements name, and of the root's */
  departures?: readonly Departure[];
  now: Date;
  /** tests leave rules out; nothing in production does */
  rules?: ReadonlySet<ChainRule>;
}

type KnownKey = { person: string; kind: KeyKind; publicKey: string; name: string };

/** What is trusted now. */
export interface TrustView {
  keys: Map<string, KnownKey>;
  /** keys whose person left since they were signed: they count for nothing until they are signed anew */
  lapsed: Map<string, KnownKey>;
  withdrawn: Set<string>;
  /** as signed; approvers and, under "administrators", who else may sign trust statements */
  groups: Map<string, Set<string>>;
  policy: { digest: string; statement: ApprovalPolicyStatement };
  connections: Map<string, { digest: string; statement: ConnectionStatement }>;
  states: Map<string, TrustVerdict>;
}

/** How far ahead of its first sight a statement may be dated: clocks differ, and a date far ahead would win over every later one. */
const clockTolerance = 10 * 60_000;

/** Digests whose first sight the executor records before it evaluates: of each statement and of each signature. */
export function sightings(inputs: Pick<TrustInputs, "statements" | "signatures">): string[] {
  return [...inputs.statements.map(({ digest }) => digest), ...inputs.signatures.map(signatureDigest)];
}
const signatureDigest = ({ digest, keyId, answer, assertion }: StoredSignature) => digestOf({ digest, keyId, answer, assertion });

/**
 * Derives from the pinned root, and nothing else, what is trusted: goes through the signatures in the order in which the executor
 * first saw them, and makes a statement active once an administrator signed it — with a second person's signature and after the
 * policy's delay when it widens authority and two people have a key. Pure; the order of rows does not matter.
 */
export async function evaluateTrust(inputs: TrustInputs): Promise<TrustView> {
  const standing = rootStanding(inputs.root, inputs.rules ?? allChainRules);
  const states = new Map<string, TrustVerdict>();
  // Instants are milliseconds; their fractions order what was first seen within the same one.
  const now = inputs.now.getTime() + 0.999;
  const all = readAll(inputs, states);
  let pending = all;
  const departures = [...(inputs.departures ?? [])].sort((one, other) => one.seen.getTime() - other.seen.getTime());
  const sights = [...departures.map(({ seen }) => seen.getTime()), ...pending.flatMap(({ signatures }) => signatures.map(({ seen }) => seen))];
  const instants = [now, ...sights].sort((one, other) => one - other);
  for (let at = instants[0]; at !== undefined && at <= now; ) {
    const passed = at;
    // Before what was first seen at the same instant: in doubt somebody had left already.
    while (departures[0] && departures[0].seen.getTime() <= at) endAll(states, depart(standing, departures.shift() as Departure));
    instants.push(...(await settle(standing, pending, states, at)));
    pending = pending.filter(({ digest }) => !states.has(digest));
    at = instants.filter((instant) => instant > passed).sort((one, other) => one - other)[0];
  }
  for (const waiting of pending) states.set(waiting.digest, await waitingVerdict(standing, waiting, now));
  nameLapsed(standing, all, states);
  const { keys, lapsed, withdrawn, groups, policy, connections } = standing;
  return { keys, lapsed, withdrawn, groups, policy, connections, states };
}

function endAll(states: Map<string, TrustVerdict>, digests: readonly string[]): void {
  for (const digest of digests) {
    const before = states.get(digest);
    if (before?.status === "active") states.set(digest, { ...before, status: "superseded", reason: "holder_departed" });
  }
}

/** So that pages show who no longer belongs to a group whose statement is active. */
function nameLapsed({ groups }: Standing, all: readonly Pending[], states: Map<string, TrustVerdict>): void {
  for (const { digest, statement } of all) {
    const verdict = states.get(digest);
    if (statement.type !== "countersign/approver-group" || verdict?.status !== "active") continue;
    const lapsed = statement.members.filter((member) => !groups.get(statement.group)?.has(member));
    if (lapsed.length > 0) states.set(digest, { ...verdict, detail: { ...verdict.detail, lapsed } });
  }
}

async function waitingVerdict(standing: Standing, pending: Pending, now: number): Promise<TrustVerdict> {
  const { detail, effectiveAt } = await judge(pending, standing, now);
  return { status: effectiveAt === null ? "waiting_signatures" : "waiting_delay", reason: null, detail };
}

function readAll({ root, statements, signatures, firstSeen, now, rules = allChainRules }: TrustInputs, states: Map<string, TrustVerdict>): Pending[] {
  const seen = (digest: string) => (firstSeen.get(digest) ?? now).getTime();
  const refuse = (digest: string, reason: TrustReason) => void states.set(digest, { status: "refused", reason, detail: noDetail });
  const pending = new Map<string, Pending>();
  for (const row of statements) {
    const statement = readTrustStatement(row);
    if (!statement) refuse(row.digest, "statement_altered");
    else if (statement.deployment !== root.deployment) refuse(row.digest, "wrong_deployment");
    else if (Date.parse(statement.issued) > seen(row.digest) + clockTolerance && rules.has("nothing is dated ahead of its first sight"))
      refuse(row.digest, "issued_ahead");
    else pending.set(row.digest, { digest: row.digest, statement, signatures: [], completeSince: null });
  }
  const instants = ordered(
    signatures.map((signature) => ({ at: signature.at?.getTime() ?? 0, seen: Math.max(seen(signature.digest), seen(signatureDigest(signature))) })),
  );
  for (const [n, signature] of signatures.entries()) {
    const own = signatureDigest(signature);
    pending.get(signature.digest)?.signatures.push({ ...signature, digest: own, seen: instants[n] ?? now.getTime(), checked: new Map() });
  }
  for (const { signatures: ofOne } of pending.values()) ofOne.sort((one, other) => one.seen - other.seen || (one.digest < other.digest ? -1 : 1));
  return [...pending.values()];
}

/** Each first sight with a fraction of a millisecond that follows the times of signing among equals: an executor that was off must not mix up a ceremony. */
function ordered(sights: readonly { seen: number; at: number }[]): number[] {
  const groups = new Map<number, Set<number>>();
  for (const { seen, at } of sights) groups.set(seen, (groups.get(seen) ?? new Set()).add(at));
  const fractions = new Map(
    [...groups].map(([seen, times]) => [seen, new Map([...times].sort((one, other) => one - other).map((at, n) => [at, (0.9 * n) / times.size]))]),
  );
  return sights.map(({ seen, at }) => seen + (fractions.get(seen)?.get(at) ?? 0));
}
