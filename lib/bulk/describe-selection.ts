import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import { transaction } from "../core/transaction";
import { ownConnector } from "../domain/own-connector";
import type { TokenState } from "../domain/token-states";
import { type Left, stillAsReviewed } from "../tokens/recheck-selection";
import { Reviewed } from "./schemas";

/** What a reviewed set holds, for people to look at before they act on it. */
export interface DescribedSelection {
  /** of the set, those that are still as they were when it was made */
  count: number;
  left: Left[];
  connections: { id: string; name: string; count: number }[];
  /** the first hundred by name */
  tokens: { id: string; name: string; hint: string | null; connection: string; state: TokenState; owner: string | null }[];
  /** of those, what a revocation can be asked for at all; at most 501 ids, since one request holds 500 */
  revocable: string[];
  /** known by import alone: nothing here can revoke them */
  imported: number;
  /** this deployment's own API tokens: they are revoked at once on their own page, without a request */
  own: number;
}

const shown = 100;
const mostInRequest = 500;

/** Looks at a reviewed set as it is now. Nothing is changed. */
export async function describeSelection(ctx: Context, input: unknown): Promise<DescribedSelection> {
  authorize(ctx.actor, "inventory.read");
  const reviewed = parse(Reviewed, input);
  return transaction(ctx, async (tx) => {
    const { unchanged, left } = await stillAsReviewed(tx, ctx, reviewed);
    const [row] = await tx.$queryRaw<[Omit<DescribedSelection, "count" | "left">]>`
      with chosen as (
        select t.id, t.name, t.hint, t.imported, t.merged_into, c.connector = ${ownConnector} as own, c.id as connection_id, c.name as connection, s.state, op.display_name as owner
        from unnest(${unchanged}::uuid[]) as u(id) join token t on t.id = u.id join token_state s on s.token_id = t.id join connection c on c.id = t.connection_id
        left join ownership o on o.token_id = t.id and o.state = 'confirmed' left join person op on op.id = o.person_id)
      select
        (select coalesce(jsonb_agg(to_jsonb(each) order by each.count desc, each.name), '[]') from
          (select connection_id as id, connection as name, count(*) from chosen group by 1, 2) each) as connections,
        (select coalesce(jsonb_agg(to_jsonb(each)), '[]') from
          (select id, name, hint, connection, state, owner from chosen order by lower(name), id limit ${shown}) each) as tokens,
        array(select id::text from chosen where not imported and not own and merged_into is null and state in ('active', 'disabled', 'expired', 'missing')
          order by lower(name), id limit ${mostInRequest + 1}) as revocable,
        (select count(*)::int from chosen where imported) as imported,
        (select count(*)::int from chosen where own) as own`;
    return { count: unchanged.length, left, ...row };
  });
}
