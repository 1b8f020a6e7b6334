import type { Queryable } from "../core/db";

/** One row that is this very credential, as one connection sees it. */
export interface Sighting {
  id: string;
  name: string;
  connection: { id: string; name: string };
  imported: boolean;
  firstSeen: string;
  lastSeen: string;
  missingSince: string | null;
  /** the row that speaks for all of them */
  speaks: boolean;
}

/** Every row of one credential: the one that speaks for it first, then those merged into it. */
export async function sightingsOf(db: Queryable, principalId: string): Promise<Sighting[]> {
  const rows = await db.token.findMany({
    where: { OR: [{ id: principalId }, { mergedInto: principalId }] },
    select: {
      id: true,
      name: true,
      imported: true,
      firstSeenAt: true,
      lastSeenAt: true,
      missingSince: true,
      connection: { select: { id: true, name: true } },
    },
    orderBy: [{ firstSeenAt: "asc" }, { id: "asc" }],
    take: 100,
  });
  const sightings = rows.map(({ firstSeenAt, lastSeenAt, missingSince, ...row }) => ({
    ...row,
    firstSeen: firstSeenAt.toISOString(),
    lastSeen: lastSeenAt.toISOString(),
    missingSince: missingSince?.toISOString() ?? null,
    speaks: row.id === principalId,
  }));
  return [...sightings.filter(({ speaks }) => speaks), ...sightings.filter(({ speaks }) => !speaks)];
}

export interface Siblings {
  /** as the vendor names it */
  key: string;
  tokens: { id: string; name: string }[];
  /** how many in all; `tokens` holds the first twenty by name */
  count: number;
}

/** The other tokens of a connection that hang on the same parent key: whoever rotates it ends them all. */
export async function siblingsOf(db: Queryable, token: { id: string; connectionId: string; parentKey: string | null }): Promise<Siblings | null> {
  if (token.parentKey === null) return null;
  const where = { connectionId: token.connectionId, parentKey: token.parentKey, id: { not: token.id }, mergedInto: null };
  const [tokens, count] = await Promise.all([
    db.token.findMany({ where, select: { id: true, name: true }, orderBy: [{ name: "asc" }, { id: "asc" }], take: 20 }),
    db.token.count({ where }),
  ]);
  return { key: token.parentKey, tokens, count };
}
