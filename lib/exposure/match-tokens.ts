import { askKept, Prisma, type Queryable } from "../core/db";
import { keepable } from "../core/keepable";
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
  const asked: [n: number, kind: Match["by"], value: string][] = [];
  for (const [n, { identity, keyId }] of secrets.entries()) {
    asked.push([n, "hmac_sha256", identity.current]);
    for (const value of identity.former) asked.push([n, "hmac_sha256", value]);
    asked.push([n, "sha256", identity.sha256]);
    // a JWT's is whatever its header says
    if (keyId) asked.push([n, "key_id", keepable(keyId)]);
  }
  // one text there and one back: a client that reads each value by itself takes longer than PostgreSQL does
  const { found } = await askKept<{ found: [n: number, tokenId: string, by: Match["by"]][] }>(
    db,
    "match_tokens",
    Prisma.sql`
    select coalesce(json_agg(json_build_array(m.n, m.token_id, m.kind)), '[]') as found from (
      select distinct on (p.n) p.n, coalesce(t.merged_into, t.id) as token_id, f.kind
      from (select (a ->> 0)::int as n, (a ->> 1)::fingerprint_kind as kind, a ->> 2 as value from json_array_elements(${JSON.stringify(asked)}::json) a) p
      join token_fingerprint f on f.kind = p.kind and f.value = p.value join token t on t.id = f.token_id
      order by p.n, f.kind, t.first_seen_at, t.id) m`,
  );
  const matches = new Map(found.map(([n, tokenId, by]) => [n, { tokenId, by }]));
  return secrets.map((_, n) => matches.get(n) ?? null);
}
