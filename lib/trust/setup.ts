import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { ownConnector } from "../domain/own-connector";
import { administratorsOf, enrolledKeys, groupsOf, type PersonKey, type TrustInForce, trustInForce, type WaitingStatement, waitingStatements } from "./queries";

export interface TrustPerson {
  id: string;
  name: string;
  /** best standing of this person's keys */
  key: PersonKey["standing"] | "none";
  groups: string[];
}

export interface TrustSetup {
  root: TrustInForce["root"];
  administrators: TrustPerson[];
  /** members of approver groups, and active people with the role approver */
  approvers: TrustPerson[];
  waiting: (WaitingStatement & { waitsFor: TrustPerson[] })[];
  /** connections without an active trust statement */
  connections: { id: string; name: string }[];
  /** the first thing left to do, for a checklist; done when a signature can count */
  next: "enrol_administrator" | "pin_root" | "form_groups" | "sign_waiting" | "enrol_approvers" | "done";
}

const rank = { active: 4, waiting: 3, refused: 2, withdrawn: 1, none: 0 } as const;

/** Where the key ceremony stands: administrator → approvers → first signature. */
export async function trustSetup(ctx: Context): Promise<TrustSetup> {
  authorize(ctx.actor, "trust.read");
  const { db } = ctx;
  const [inForce, keys, waiting, connections, roleHolders] = await Promise.all([
    trustInForce(db),
    enrolledKeys(db),
    waitingStatements(db),
    // Nothing can be revoked in an imported listing, so there is nothing to trust.
    db.connection.findMany({
      where: { removal: null, connector: { notIn: ["import", ownConnector] } },
      select: { id: true, name: true, statementDigest: true },
      orderBy: { name: "asc" },
    }),
    db.roleGrant.findMany({ where: { role: { in: ["approver", "administrator"] }, person: { status: "active" } }, select: { personId: true, role: true } }),
  ]);
  const signedConnections = await db.trustStatement.findMany({ where: { kind: "connection", state: { status: "active" } }, select: { subject: true } });
  const administrators = administratorsOf(inForce);
  const approvers = new Set([...[...inForce.groups].flatMap(([name, members]) => (name === "administrators" ? [] : [...members])), ...idsWith("approver")]);
  // Whoever holds a key that counts may give a second signature, whatever their role.
  const holders = keys.filter(({ standing }) => standing === "active").map(({ person }) => person);
  const ids = [...new Set([...administrators, ...approvers, ...holders, ...idsWith("administrator")])];
  const people = await db.person.findMany({
    where: { id: { in: ids }, status: "active" },
    select: { id: true, displayName: true },
    orderBy: [{ displayName: "asc" }, { id: "asc" }],
  });
  const all = people.map(({ id, displayName }) => ({
    id,
    name: displayName,
    key: best(keys.filter(({ person }) => person === id)),
    groups: groupsOf(inForce, id),
  }));
  const found = {
    root: inForce.root,
    administrators: all.filter(({ id }) => administrators.has(id)),
    approvers: all.filter(({ id }) => approvers.has(id)),
    waiting: waiting.map((statement) => ({ ...statement, waitsFor: waitsFor(statement, all, administrators) })),
    connections: connections.filter(({ id }) => !signedConnections.some(({ subject }) => subject === id)).map(({ id, name }) => ({ id, name })),
  };
  return { ...found, next: next(found, keys.length > 0) };

  function idsWith(role: string): string[] {
    return roleHolders.filter((held) => held.role === role).map(({ personId }) => personId);
  }
}

const best = (keys: PersonKey[]): TrustPerson["key"] =>
  keys.reduce<TrustPerson["key"]>((so, { standing }) => (rank[standing] > rank[so] ? standing : so), "none");

/** Who could give the missing signature: administrators as long as none signed, then anybody whose key counts. */
function waitsFor(statement: WaitingStatement, people: TrustPerson[], administrators: Set<string>): TrustPerson[] {
  if (statement.status === "waiting_delay") return [];
  const signed = new Set(statement.signedBy.map(({ person }) => person));
  const needsAdministrator = !statement.signedBy.some(({ administrator }) => administrator);
  return people.filter(({ id, key }) => key === "active" && !signed.has(id) && (!needsAdministrator || administrators.has(id)));
}

function next({ root, approvers, waiting }: Pick<TrustSetup, "root" | "approvers" | "waiting">, anyKey: boolean): TrustSetup["next"] {
  if (!root) return anyKey ? "pin_root" : "enrol_administrator";
  if (approvers.some(({ key, groups }) => key === "active" && groups.length > 0)) return "done";
  if (waiting.some(({ status }) => status !== "waiting_delay")) return "sign_waiting";
  return approvers.some(({ groups }) => groups.length > 0) ? "enrol_approvers" : "form_groups";
}
