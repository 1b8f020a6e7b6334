import type { Queryable } from "../../../lib/core/db";

/**
 * Looks up people by user name or e-mail, without case, into `known`: lower-case name → id, null = several are called so. Whoever is not found
 * is not in it. Texts are kept as copies: a piece of a file's text would keep the whole stretch in memory.
 */
export async function findPersons(db: Queryable, known: Map<string, string | null>, names: readonly string[]): Promise<void> {
  const wanted = [...new Set(names.map((name) => name.toLowerCase()))].filter((name) => !known.has(name));
  if (wanted.length === 0) return;
  const found = await db.$queryRaw<{ name: string; id: string; several: boolean }[]>`
    select n.name, min(p.id::text) as id, count(distinct p.id) > 1 as several
    from unnest(${wanted}::text[]) as n (name)
    join (select id, lower(user_name) as name from person union select id, lower(email) from person where email is not null) p on p.name = n.name
    group by n.name`;
  for (const { name, id, several } of found) known.set(name, several ? null : id);
}
