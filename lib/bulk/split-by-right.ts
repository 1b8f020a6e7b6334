import type { Actor } from "../core/context";
import type { Tx } from "../core/db";
import type { Left } from "../tokens/recheck-selection";

/** Security managers and administrators act on any token; a token owner on those that are theirs. The rest is left out, each with why. */
export async function splitByRight(tx: Tx, actor: Actor, tokens: readonly string[]): Promise<{ mine: string[]; left: Left[] }> {
  if (actor.type !== "person") return { mine: [], left: [] };
  if (actor.roles.includes("security_manager") || actor.roles.includes("administrator")) return { mine: [...tokens], left: [] };
  const rows = await tx.$queryRaw<{ id: string; name: string; mine: boolean }[]>`
    select t.id, t.name, coalesce(o.state = 'confirmed' and o.person_id = ${actor.id}::uuid, false) as mine
    from unnest(${[...tokens]}::uuid[]) with ordinality as u(id, n) join token t on t.id = u.id left join ownership o on o.token_id = t.id order by u.n`;
  return {
    mine: rows.filter(({ mine }) => mine).map(({ id }) => id),
    left: rows.filter(({ mine }) => !mine).map(({ id, name }) => ({ id, name, reason: "You do not own it." })),
  };
}
