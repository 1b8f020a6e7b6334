import type { Queryable } from "../core/db";

/** Who is behind the "by" columns, for people to read: person:<id> → the person's name, the others as they are. Unknown ones stay as written. */
export async function actorNames(db: Queryable, actors: readonly (string | null)[]): Promise<Map<string, string>> {
  const given = [...new Set(actors.filter((actor) => actor !== null))];
  const ids = given.flatMap((actor) => /^person:([0-9a-f-]{36})$/.exec(actor)?.[1] ?? []);
  const people = ids.length > 0 ? await db.person.findMany({ where: { id: { in: ids } }, select: { id: true, displayName: true } }) : [];
  const names = new Map(people.map(({ id, displayName }) => [`person:${id}`, displayName]));
  return new Map(given.map((actor) => [actor, names.get(actor) ?? inWords(actor)]));
}

const inWords = (actor: string): string => actor.replace(/^process:/, "the ").replace(/^operator:/, "operator ");
