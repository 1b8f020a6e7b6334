import type { Queryable } from "../core/db";
import { kinds } from "../detection/secrets/catalog";
import { type TokenRow, tokenRows } from "../tokens/token-row";
import { endsOf, type Listed, type Scored, scoreOf } from "./score-possible";

/** A token that a found secret may be, and why. Never more than that: its vendor shows no more than the ends. */
export interface PossibleToken extends Scored {
  token: Pick<TokenRow, "id" | "name" | "state" | "class"> & { connection: string };
}

const mostLooked = 200;
const mostShown = 10;

/**
 * The tokens that a secret may be by the ends that are shown of both, the likeliest first. Tokens whose fingerprint is known are left out: were it one of
 * them, that would have said so. Nothing is set by this.
 */
export async function possibleTokens(db: Queryable, { kind, hint }: { kind: string; hint: string }): Promise<PossibleToken[]> {
  const ends = endsOf(hint);
  if (!ends?.last) return [];
  const listed = await db.$queryRaw<(Listed & { id: string })[]>`
    select t.id, t.hint, t.class::text as class, c.connector as vendor, c.name as connection, p.value as "prefixLast"
    from (
      select id from token where right(hint, 4) = ${ends.last} and hint is not null and merged_into is null
      union select token_id from token_fingerprint where kind = 'prefix_last' and right(value, 4) = ${ends.last}
    ) x join token t on t.id = x.id join connection c on c.id = t.connection_id
    left join lateral (select value from token_fingerprint f where f.token_id = t.id and f.kind = 'prefix_last' limit 1) p on true
    where t.merged_into is null and not exists (select from token_fingerprint f where f.token_id = t.id and f.kind in ('hmac_sha256', 'sha256'))
    order by t.first_seen_at, t.id limit ${mostLooked}`;
  const known = kinds.get(kind);
  const scored = listed
    .map((each) => ({ id: each.id, result: scoreOf({ ends, family: known?.family ?? null, tokenClass: known?.tokenClass ?? null }, each) }))
    .filter((each): each is { id: string; result: Scored } => each.result !== null)
    .sort((a, b) => b.result.score - a.result.score)
    .slice(0, mostShown);
  const rows = new Map(
    (
      await tokenRows(
        db,
        scored.map(({ id }) => id),
      )
    ).map((row) => [row.id, row]),
  );
  return scored.flatMap(({ id, result }) => {
    const row = rows.get(id);
    return row ? [{ ...result, token: { id, name: row.name, state: row.state, class: row.class, connection: row.connection.name } }] : [];
  });
}
