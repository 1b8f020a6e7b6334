import type { Queryable } from "../core/db";
import { ApprovalPolicyStatement, ApproverGroupStatement } from "../domain/statement";
import { defaultPolicy } from "../trust/default-policy";

export interface ActivePolicy {
  digest: string;
  statement: ApprovalPolicyStatement;
}

/** The approval policy in force as the executor last said; the built-in default until one is signed. */
export async function activePolicy(db: Queryable): Promise<ActivePolicy> {
  const row = await newestActive(db, "approval_policy", "default");
  return row ? { digest: row.digest, statement: ApprovalPolicyStatement.parse(JSON.parse(row.body)) } : defaultPolicy(await deploymentId(db));
}

/** Digest of the connection's active trust statement, or null: then nothing can be executed there. */
export async function activeConnectionDigest(db: Queryable, connection: string): Promise<string | null> {
  return (await newestActive(db, "connection", connection))?.digest ?? null;
}

export async function deploymentId(db: Queryable): Promise<string> {
  const row = await db.deployment.findFirstOrThrow({ select: { id: true } });
  return row.id;
}

function newestActive(db: Queryable, kind: "approval_policy" | "connection", subject: string) {
  return db.trustStatement.findFirst({
    where: { kind, subject, state: { status: "active" } },
    orderBy: [{ state: { activeAt: "desc" } }, { createdAt: "desc" }],
    select: { digest: true, body: true },
  });
}

export interface Approver {
  id: string;
  name: string;
  groups: string[];
}

/** Active people with an active key, and their approver groups, as the executor last said. It decides by itself, from the signatures. */
export async function enrolledApprovers(db: Queryable): Promise<Approver[]> {
  const people = await db.$queryRaw<{ id: string; name: string }[]>`
    select p.id, p.display_name as name from person p where p.status = 'active' and exists (
      select from enrolment e join trust_state s on s.digest = e.statement_digest
      where e.person_id = p.id and s.status = 'active' and not exists (
        select from trust_statement w join trust_state ws on ws.digest = w.digest
        where w.kind = 'key_withdrawal' and w.subject = e.key_id and ws.status = 'active'))
    order by p.display_name, p.id`;
  const statements = await db.trustStatement.findMany({ where: { kind: "approver_group", state: { status: "active" } }, orderBy: { createdAt: "asc" } });
  const groups = new Map(statements.map((row) => [row.subject, new Set(ApproverGroupStatement.parse(JSON.parse(row.body)).members)]));
  return people.map((person) => ({ ...person, groups: [...groups].filter(([, members]) => members.has(person.id)).map(([group]) => group) }));
}
