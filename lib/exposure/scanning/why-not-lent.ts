import { isDeepStrictEqual } from "node:util";
import { declaredIn } from "../../connectors/declarative/declared";
import { declarationIn } from "../../connectors/declarative/settings";
import type { Queryable } from "../../core/db";
import type { RestSource } from "../sources/rest/declaration";

/**
 * Why a connection's credential for reading may not be used for a system; null where it may: an administrator signed the connection, it leads to the
 * same address in the same way, and what is read there is signed in to as the connection is. Asked when it is named and each time it is used.
 */
export async function whyNotLent(
  db: Queryable,
  connectionId: string,
  place: { origin: string; ca: string | null; allowPrivate: boolean },
  { authentication }: RestSource,
): Promise<string | null> {
  const row = await db.connection.findUnique({ where: { id: connectionId }, include: { removal: { select: { connectionId: true } } } });
  if (!row || row.removal) return "The connection was removed, so its credential is not used any more.";
  const [signed] = await db.$queryRaw<{ yes: boolean }[]>`select exists (select from signed_connection where connection_id = ${connectionId}::uuid) as yes`;
  if (!signed?.yes) return `The connection ${row.name} is not signed as it stands, so its credential is not used. An administrator signs it on its page.`;
  if (row.origin !== place.origin || row.ca !== place.ca || row.allowPrivate !== place.allowPrivate)
    return `The connection ${row.name} is at ${row.origin}, with its own certificate authority and private addresses as signed; this source is not the same, so its credential is not used.`;
  const same =
    row.connector === "github"
      ? authentication.kind === "bearer"
      : declaredIn(row.connector, row.settings) !== null &&
        isDeepStrictEqual(declarationIn(row.settings as Record<string, unknown>).authentication, authentication);
  return same ? null : `The connection ${row.name} does not sign in as the description does, so its credential can't be used. Give the source one of its own.`;
}
