import type { Queryable } from "../core/db";
import { StatementTarget } from "../domain/statement";
import { type TokenRow, tokenRows } from "../tokens/token-row";

/** One token as a request would name it: its signed identity, its row for people, and what weighs. */
export interface LoadedTarget {
  row: TokenRow;
  target: StatementTarget;
  reach: { level: "high" | "limited"; summary: string } | null;
  creatorPersonId: string | null;
  ownerPersonId: string | null;
}

const identifying = ["hmac_sha256", "sha256", "key_id"] as const;

/** Loads tokens as targets, in the given order; unknown ids are left out. The identity comes from the database alone, never from input. */
export async function loadTargets(db: Queryable, ids: string[]): Promise<LoadedTarget[]> {
  const [rows, tokens] = await Promise.all([
    tokenRows(db, ids),
    db.token.findMany({ where: { id: { in: ids } }, include: { creator: { select: { externalId: true } }, fingerprints: true } }),
  ]);
  const known = new Map(tokens.map((token) => [token.id, token]));
  return rows.flatMap((row) => {
    const token = known.get(row.id);
    if (!token) return [];
    const fingerprint = identifying
      .flatMap((kind) => token.fingerprints.filter((print) => print.kind === kind).sort((a, b) => b.pepperVersion - a.pepperVersion))
      .map(({ kind, value }) => ({ kind, value }))
      .at(0);
    const target = StatementTarget.parse({
      token: token.id,
      class: token.class,
      handle: token.handle,
      name: token.name,
      creator: token.creator?.externalId ?? null,
      created: token.issuedAt?.toISOString() ?? null,
      scopes: [...token.scopes].sort(),
      environment: token.environment,
      fingerprint: fingerprint ?? null,
    });
    const reach = token.reach as LoadedTarget["reach"];
    return [{ row, target, reach, creatorPersonId: row.creator?.person?.id ?? null, ownerPersonId: row.owner?.id ?? null }];
  });
}
