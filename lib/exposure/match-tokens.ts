import type { Queryable } from "../core/db";
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
  const prints = secrets.flatMap(({ identity: { current, former, sha256 }, keyId }, n) => [
    ...[current, ...former].map((value) => ({ n, kind: "hmac_sha256", value })),
    { n, kind: "sha256", value: sha256 },
    ...(keyId ? [{ n, kind: "key_id", value: keyId }] : []),
  ]);
  const rows = await db.$queryRaw<(Match & { n: number })[]>`
    select distinct on (p.n) p.n, coalesce(t.merged_into, t.id) as "tokenId", f.kind::text as by
    from jsonb_to_recordset(${JSON.stringify(prints)}::jsonb) as p (n int, kind fingerprint_kind, value text)
    join token_fingerprint f on f.kind = p.kind and f.value = p.value join token t on t.id = f.token_id
    order by p.n, f.kind, t.first_seen_at, t.id`;
  const found = new Map(rows.map(({ n, tokenId, by }) => [n, { tokenId, by }]));
  return secrets.map((_, n) => found.get(n) ?? null);
}
