import { kept, type Queryable } from "../core/db";
import type { Identity } from "./identify";

/** The token that a secret is, and by which kind of fingerprint that is known. */
export interface Match {
  tokenId: string;
  by: "hmac_sha256" | "sha256" | "key_id";
}

/**
 * Which tokens of the inventory these secrets are: by our own keyed fingerprint under any pepper still held, by the vendor's plain hash, by the id of
 * the key. The surest counts. One statement for all of them; where several listings hold the token, the one that speaks for it.
 */
export async function matchTokens(db: Queryable, secrets: readonly { identity: Identity; keyId: string | null }[]): Promise<(Match | null)[]> {
  const [places, kinds, values]: [number[], Match["by"][], string[]] = [[], [], []];
  const ask = (n: number, kind: Match["by"], value: string) => {
    places.push(n);
    kinds.push(kind);
    values.push(value);
  };
  for (const [n, { identity, keyId }] of secrets.entries()) {
    ask(n, "hmac_sha256", identity.current);
    for (const value of identity.former) ask(n, "hmac_sha256", value);
    ask(n, "sha256", identity.sha256);
    if (keyId) ask(n, "key_id", keyId);
  }
  const rows = await db.$queryRaw<(Match & { n: number })[]>`${kept("match_tokens")}
    select distinct on (p.n) p.n, coalesce(t.merged_into, t.id) as "tokenId", f.kind::text as by
    from unnest(${places}::int[], ${kinds}::text[]::fingerprint_kind[], ${values}::text[]) as p (n, kind, value)
    join token_fingerprint f on f.kind = p.kind and f.value = p.value join token t on t.id = f.token_id
    order by p.n, f.kind, t.first_seen_at, t.id`;
  const found = new Map(rows.map(({ n, tokenId, by }) => [n, { tokenId, by }]));
  return secrets.map((_, n) => found.get(n) ?? null);
}
