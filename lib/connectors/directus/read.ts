import { z } from "zod";
import type { Cursor, Page, ReadConnector, TokenSighting } from "../contract";
import { faultOf } from "../evidence";
import { unhealthy } from "../wire";
import { directusAbilities, directusBlindSpots, directusTitle } from "./about";
import { listRevisions, listUsers, requireAdministrator, version } from "./client";
import { DirectusReadCredential, DirectusSettings } from "./credential";
import { accountOf, historyOf, sightingOf } from "./map";

const Place = z.object({ page: z.int().positive(), seen: z.int().nonnegative() });

/** Reads Directus 11: users and their static tokens. */
export const directusReadConnector: ReadConnector<DirectusReadCredential> = {
  vendor: "directus",
  title: directusTitle,
  credential: DirectusReadCredential,
  settings: DirectusSettings,
  reader: {
    capabilities: directusAbilities,
    blindSpots: directusBlindSpots,

    async check(connection) {
      try {
        await requireAdministrator(connection);
        return { ok: true, message: `Directus ${await version(connection)} answers, and the credential has administrator access.` };
      } catch (error) {
        return unhealthy(faultOf(error));
      }
    },

    async listTokens(connection, cursor): Promise<Page<TokenSighting>> {
      await requireAdministrator(connection);
      const place = placeOf(cursor);
      const { kept, rejected, seen, total } = await listUsers(connection, place.page, "with_token");
      const revisions = await listRevisions(
        connection,
        kept.map(({ id }) => id),
      );
      const items = kept.map((user) => sightingOf(user, historyOf(user.id, revisions), connection.now()));
      return { items, rejected, next: nextPlace(place, seen, total), expected: total };
    },

    async listAccounts(connection, cursor) {
      await requireAdministrator(connection);
      const place = placeOf(cursor);
      const { kept, rejected, seen, total } = await listUsers(connection, place.page);
      return { items: kept.map(accountOf), rejected, next: nextPlace(place, seen, total), expected: total };
    },
  },
};

const placeOf = (cursor: Cursor | null) => (cursor === null ? { page: 1, seen: 0 } : Place.parse(JSON.parse(cursor)));

function nextPlace(place: z.infer<typeof Place>, seen: number, total: number): Cursor | null {
  const sofar = place.seen + seen;
  return sofar >= total || seen === 0 ? null : JSON.stringify({ page: place.page + 1, seen: sofar });
}
