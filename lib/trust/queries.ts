import type { Queryable } from "../core/db";
import { ApprovalPolicyStatement, ApproverGroupStatement } from "../domain/statement";
import { defaultPolicy } from "./default-policy";
import type { TrustKind } from "./statements";
import type { TrustDetail } from "./verdicts";

export interface TrustInForce {
  root: { fingerprint: string; rpId: string; origin: string; personId: string; keyId: string; sample: boolean; pinnedAt: Date } | null;
  /** by name; "administrators" may sign trust statements, the others approve */
  groups: Map<string, Set<string>>;
  policy: { digest: string; statement: ApprovalPolicyStatement };
}

/** What the executor last said is trusted. For showing: the executor derives it itself before it acts. */
export async function trustInForce(db: Queryable): Promise<TrustInForce> {
  const [root, deployment, rows] = await Promise.all([
    db.trustRootView.findUnique({ where: { id: 1 } }),
    db.deployment.findFirst({ select: { id: true } }),
    db.trustStatement.findMany({
      where: { kind: { in: ["approver_group", "approval_policy"] }, state: { status: "active" } },
      select: { kind: true, digest: true, body: true, state: { select: { detail: true } } },
    }),
  ]);
  const groups = new Map<string, Set<string>>();
  let policy = defaultPolicy(deployment?.id ?? "");
  for (const { kind, digest, body, state } of rows) {
    if (kind === "approval_policy") policy = { digest, statement: ApprovalPolicyStatement.parse(JSON.parse(body)) };
    else {
      const { group, members } = ApproverGroupStatement.parse(JSON.parse(body));
      const { lapsed = [] } = (state?.detail ?? {}) as Partial<TrustDetail>;
      groups.set(group, new Set(members.filter((member) => !lapsed.includes(member))));
    }
  }
  return { root, groups, policy };
}

/** People who may sign trust statements: the pinned root's person and the group "administrators". */
export function administratorsOf({ root, groups }: Pick<TrustInForce, "root" | "groups">): Set<string> {
  return new Set([...(root ? [root.personId] : []), ...(groups.get("administrators") ?? [])]);
}

/** Approver groups of a person. */
export const groupsOf = ({ groups }: Pick<TrustInForce, "groups">, person: string): string[] =>
  [...groups].filter(([name, members]) => name !== "administrators" && members.has(person)).map(([name]) => name);

export interface PersonKey {
  id: string;
  kind: "webauthn" | "ed25519";
  publicKey: string;
  name: string;
  transports: string[];
  at: Date;
  statement: string;
  /** active: counts; waiting: an administrator must sign it, or its delay runs; withdrawn and refused never count */
  standing: "active" | "waiting" | "withdrawn" | "refused";
  activeAt: Date | null;
}

/** Keys that were enrolled, of one person or of all, newest first. */
export async function enrolledKeys(db: Queryable, person?: string): Promise<(PersonKey & { person: string })[]> {
  const [rows, withdrawals, root] = await Promise.all([
    db.enrolment.findMany({ where: person ? { personId: person } : {}, include: { statement: { include: { state: true } } }, orderBy: { at: "desc" } }),
    db.trustStatement.findMany({ where: { kind: "key_withdrawal", state: { status: "active" } }, select: { subject: true } }),
    db.trustRootView.findUnique({ where: { id: 1 } }),
  ]);
  const withdrawn = new Set(withdrawals.map(({ subject }) => subject));
  return rows.map((row) => ({
    id: row.keyId,
    kind: row.kind,
    publicKey: row.publicKey,
    name: row.name,
    transports: row.transports,
    at: row.at,
    person: row.personId,
    statement: row.statementDigest,
    standing: withdrawn.has(row.keyId) ? "withdrawn" : standingOf(row.statement.state?.status, root?.keyId === row.keyId),
    activeAt: row.statement.state?.activeAt ?? null,
  }));
}

function standingOf(status: string | undefined, isRoot: boolean): PersonKey["standing"] {
  // The pinned key counts by the pin, until its person leaves.
  if (status === "active" || (isRoot && status !== "superseded")) return "active";
  return status === "refused" || status === "superseded" ? "refused" : "waiting";
}

export interface WaitingStatement {
  digest: string;
  kind: TrustKind;
  subject: string;
  body: string;
  proposedBy: string;
  createdAt: Date;
  status: "waiting_signatures" | "waiting_delay" | "not_seen_yet";
  activeAt: Date | null;
  /** how many people must sign, and who has with effect; null until the executor has looked at it */
  people: number | null;
  signedBy: TrustDetail["signedBy"];
}

/** Trust statements that wait for signatures or for their delay, oldest first. Of a connection that was removed nobody need sign one. */
export async function waitingStatements(db: Queryable): Promise<WaitingStatement[]> {
  const rows = await db.trustStatement.findMany({
    where: { OR: [{ state: null }, { state: { status: { in: ["waiting_signatures", "waiting_delay"] } } }] },
    include: { state: true },
    orderBy: { createdAt: "asc" },
  });
  const [root, removals] = await Promise.all([
    db.trustRootView.findUnique({ where: { id: 1 }, select: { keyId: true } }),
    db.connectionRemoval.findMany({
      where: { connectionId: { in: rows.flatMap(({ kind, subject }) => (kind === "connection" ? subject : [])) } },
      select: { connectionId: true },
    }),
  ]);
  const moot = new Set([root?.keyId, ...removals.map(({ connectionId }) => connectionId)]);
  return rows.filter(({ subject }) => !moot.has(subject)).map(({ state, ...row }) => ({ ...row, ...progress(state) }));
}

function progress(state: { status: string; detail: unknown } | null): Pick<WaitingStatement, "status" | "activeAt" | "people" | "signedBy"> {
  if (!state) return { status: "not_seen_yet", activeAt: null, people: null, signedBy: [] };
  const detail = state.detail as Partial<TrustDetail>;
  return {
    status: state.status === "waiting_delay" ? "waiting_delay" : "waiting_signatures",
    activeAt: detail.activeAt ? new Date(detail.activeAt) : null,
    people: detail.people ?? null,
    signedBy: detail.signedBy ?? [],
  };
}
