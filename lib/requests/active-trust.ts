import type { Queryable } from "../core/db";
import type { ApprovalPolicyStatement } from "../domain/statement";
import { enrolledKeys, groupsOf, trustInForce } from "../trust/queries";

export interface ActivePolicy {
  digest: string;
  statement: ApprovalPolicyStatement;
}

/** The approval policy in force as the executor last said; the built-in default until one is signed. */
export async function activePolicy(db: Queryable): Promise<ActivePolicy> {
  return (await trustInForce(db)).policy;
}

/** Digest of the connection's active trust statement, or null: then nothing can be executed there. */
export async function activeConnectionDigest(db: Queryable, connection: string): Promise<string | null> {
  const row = await db.trustStatement.findFirst({
    where: { kind: "connection", subject: connection, state: { status: "active" } },
    orderBy: [{ state: { activeAt: "desc" } }, { createdAt: "desc" }],
    select: { digest: true },
  });
  return row?.digest ?? null;
}

/** The deployment this database belongs to. Throws where it has not been initialised, which start does. */
export async function deploymentId(db: Queryable): Promise<string> {
  const row = await db.deployment.findFirstOrThrow({ select: { id: true } });
  return row.id;
}

export interface Approver {
  id: string;
  name: string;
  groups: string[];
}

/** Active people with an active key, and their approver groups, as the executor last said. It decides by itself, from the signatures. */
export async function enrolledApprovers(db: Queryable): Promise<Approver[]> {
  const [trust, keys] = await Promise.all([trustInForce(db), enrolledKeys(db)]);
  const holders = keys.filter(({ standing }) => standing === "active").map(({ person }) => person);
  const people = await db.person.findMany({
    where: { id: { in: holders }, status: "active" },
    orderBy: [{ displayName: "asc" }, { id: "asc" }],
    select: { id: true, displayName: true },
  });
  return people.map(({ id, displayName }) => ({ id, name: displayName, groups: groupsOf(trust, id) }));
}
