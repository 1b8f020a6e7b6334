import type { Queryable } from "../../lib/core/db";
import { invalidInput, notFound } from "../../lib/core/errors";

/** A person by e-mail address, user name or id. Throws NotFound, or InvalidInput when several fit. */
export async function findPerson(db: Queryable, who: string): Promise<{ id: string; displayName: string; email: string | null }> {
  const byId = /^[0-9a-f-]{36}$/i.test(who) ? [{ id: who }] : [];
  const people = await db.person.findMany({
    where: { OR: [{ email: who.toLowerCase() }, { userName: who }, ...byId] },
    select: { id: true, displayName: true, email: true },
    take: 2,
  });
  const [person, other] = people;
  if (!person) throw notFound(`A person with the e-mail address or user name ${who}`);
  if (other) throw invalidInput(`Several people are called ${who}. Name one by id.`);
  return person;
}
