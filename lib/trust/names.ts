import type { Queryable } from "../core/db";
import type { TrustStatement } from "../domain/statement";
import type { Names } from "./words";

/** Names of the people and keys that these statements mention. */
export async function namesIn(db: Queryable, statements: readonly TrustStatement[], more: readonly string[] = []): Promise<Names> {
  const people = new Set(more);
  const keys = new Set<string>();
  for (const statement of statements) {
    if (statement.type === "countersign/key") people.add(statement.person);
    if (statement.type === "countersign/approver-group") for (const member of statement.members) people.add(member);
    if (statement.type === "countersign/key-withdrawal") keys.add(statement.key);
  }
  const [persons, enrolments] = await Promise.all([
    db.person.findMany({ where: { id: { in: [...people] } }, select: { id: true, displayName: true, email: true } }),
    db.enrolment.findMany({ where: { keyId: { in: [...keys] } }, select: { keyId: true, name: true, person: { select: { displayName: true } } } }),
  ]);
  return new Map([
    ...persons.map(({ id, displayName, email }): [string, string] => [id, email && email !== displayName ? `${displayName} <${email}>` : displayName]),
    ...enrolments.map(({ keyId, name, person }): [string, string] => [keyId, `${name} of ${person.displayName}`]),
  ]);
}
