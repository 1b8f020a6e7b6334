import type { Queryable } from "../core/db";
import type { TokenState } from "../domain/token-states";

/** What is reviewed of a token before a bulk action. */
export interface Reviewed {
  id: string;
  name: string;
  state: TokenState;
  /** who answers for it and whether that is confirmed: "confirmed:<person>", "suggested:<person>" or "none" */
  owner: string;
  /** digest of what its system says of it */
  facts: string;
  /** the same credential is listed elsewhere too, and that row speaks for it */
  merged: boolean;
}

/** These tokens as they are at this moment, by id. One that is no longer known is left out. */
export function reviewed(db: Queryable, ids: readonly string[]): Promise<Reviewed[]> {
  return db.$queryRaw<Reviewed[]>`
    select t.id, t.name, s.state, coalesce(o.state || ':' || o.person_id, 'none') as owner, t.facts_hash as facts, t.merged_into is not null as merged
    from token t join token_state s on s.token_id = t.id left join ownership o on o.token_id = t.id and o.person_id is not null
    where t.id = any(${ids}::text[]::uuid[]) order by t.id`;
}
