import type { Tx } from "../core/db";
import { invalidInput, notFound } from "../core/errors";

interface Named {
  owner?: string | null;
  backup?: string | null;
  team?: string | null;
}

/** Throws unless the people named as owner and backup are active, and the team is known. `kept` are those that stood there before: they may stay. */
export async function mustBeActive(tx: Tx, { owner, backup, team }: Named, kept: readonly (string | null)[] = []): Promise<void> {
  for (const [field, id] of Object.entries({ owner, backup })) {
    if (!id || kept.includes(id)) continue;
    const person = await tx.person.findUnique({ where: { id }, select: { displayName: true, status: true } });
    if (!person) throw notFound("The person");
    if (person.status !== "active")
      throw invalidInput(`${person.displayName} is ${person.status}, so nobody would answer. Choose someone active.`, {
        [field]: `${person.displayName} is ${person.status}.`,
      });
  }
  if (team && !(await tx.team.findUnique({ where: { id: team }, select: { id: true } }))) throw notFound("The team");
}
