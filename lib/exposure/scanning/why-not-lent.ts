import { isDeepStrictEqual } from "node:util";
import { declaredIn } from "../../connectors/declarative/declared";
import { declarationIn } from "../../connectors/declarative/settings";
import type { Queryable } from "../../core/db";
import type { RestSource } from "../sources/rest/declaration";

interface Place {
  origin: string;
  ca: string | null;
  allowPrivate: boolean;
}

/**
 * Why a connection's credential for reading may not be used for a system; null where it may: an administrator signed the connection, it leads to the
 * same address in the same way, and what is read there is signed in to as the connection is. Asked when it is named and each time it is used.
 */
export async function whyNotLent(db: Queryable, connectionId: string, place: Place, { authentication, lists }: RestSource): Promise<string | null> {
  const { row, why } = await signedConnection(db, connectionId);
  if (!row) return why;
  if (!isAt(row, place) || row.origin !== place.origin) return elsewhere(row);
  const astray = lists.find(({ repository }) => repository?.origin !== undefined && !codeOrigins(row).includes(repository.origin));
  if (astray)
    return `The credential of the connection ${row.name} goes to ${codeOrigins(row).join(" and ")} alone, and the description has repositories at ${astray.repository?.origin}. Give the source a credential of its own.`;
  const same =
    row.connector === "github"
      ? authentication.kind === "bearer"
      : declaredIn(row.connector, row.settings) !== null && isDeepStrictEqual(authenticationOf(row), authentication);
  return same ? null : `The connection ${row.name} does not sign in as the description does, so its credential can't be used. Give the source one of its own.`;
}

/** The same for a single repository over https, which takes a user and a password. */
export async function whyNotLentForCode(db: Queryable, connectionId: string, place: Place): Promise<string | null> {
  const { row, why } = await signedConnection(db, connectionId);
  if (!row) return why;
  if (!isAt(row, place) || !codeOrigins(row).includes(place.origin)) return elsewhere(row);
  const takes = row.connector === "github" || (declaredIn(row.connector, row.settings) !== null && authenticationOf(row).kind !== "client_credentials");
  return takes ? null : `The connection ${row.name} has no credential that git could use. Give the source one of its own.`;
}

interface Row extends Place {
  name: string;
  connector: string;
  settings: unknown;
}

async function signedConnection(db: Queryable, connectionId: string): Promise<{ row: Row; why: null } | { row: null; why: string }> {
  const row = await db.connection.findUnique({ where: { id: connectionId }, include: { removal: { select: { connectionId: true } } } });
  if (!row || row.removal) return { row: null, why: "The connection was removed, so its credential is not used any more." };
  const [signed] = await db.$queryRaw<{ yes: boolean }[]>`select exists (select from signed_connection where connection_id = ${connectionId}::uuid) as yes`;
  if (signed?.yes) return { row, why: null };
  return { row: null, why: `The connection ${row.name} is not signed as it stands, so its credential is not used. An administrator signs it on its page.` };
}

const isAt = (row: Row, { ca, allowPrivate }: Place): boolean => row.ca === ca && row.allowPrivate === allowPrivate;
const elsewhere = ({ name, origin }: Row) =>
  `The connection ${name} is at ${origin}, with its own certificate authority and private addresses as signed; this source is not the same, so its credential is not used.`;
const authenticationOf = ({ settings }: Row) => declarationIn(settings as Record<string, unknown>).authentication;

/** Where a connection's code lies: at its own origin, but for GitHub itself, whose API has a host of its own. */
const codeOrigins = ({ connector, origin }: Row): string[] =>
  connector === "github" && origin === "https://api.github.com" ? [origin, "https://github.com"] : [origin];
