import { z } from "zod";
import type { Page, ReadConnector, Reject, TokenSighting } from "../contract";
import { faultOf } from "../evidence";
import { unhealthy } from "../wire";
import { glewlwydAbilities, glewlwydBlindSpots, glewlwydTitle } from "./about";
import { type GlewlwydConnection, listApiKeys, listGrants, listPlugins, listUsers, requireAdministrator, type Session, signedIn, usersPerPage } from "./client";
import { GlewlwydReadCredential, GlewlwydSettings } from "./credential";
import { accountOf, grantSighting, keySighting } from "./map";

const Place = z.object({ offset: z.int().nonnegative() });

/** Reads Glewlwyd 2.7: API keys, refresh tokens of the OAuth 2 and OpenID Connect plugins, and users. */
export const glewlwydReadConnector: ReadConnector<GlewlwydReadCredential> = {
  vendor: "glewlwyd",
  title: glewlwydTitle,
  credential: GlewlwydReadCredential,
  settings: GlewlwydSettings,
  reader: {
    capabilities: glewlwydAbilities,
    blindSpots: glewlwydBlindSpots,

    async check(connection) {
      try {
        const plugins = await asAdministrator(connection, listPlugins);
        const which = plugins.length === 0 ? "no plugin that gives out refresh tokens" : `the plugins ${plugins.map(({ name }) => name).join(", ")}`;
        return { ok: true, message: `Glewlwyd answers with ${which}, and the credential is an administrator's.` };
      } catch (error) {
        return unhealthy(faultOf(error));
      }
    },

    /** The API keys, then the refresh tokens of so many users a page. What is disabled is dead, and listed no more. */
    async listTokens(connection, cursor): Promise<Page<TokenSighting>> {
      return asAdministrator(connection, async (session) => {
        if (cursor !== null) return grantsFrom(session, Place.parse(JSON.parse(cursor)).offset);
        const { kept, rejected } = await listApiKeys(session);
        const items = kept.filter(({ enabled }) => enabled).map(keySighting);
        return { items, rejected, next: JSON.stringify({ offset: 0 }), expected: null };
      });
    },

    async listAccounts(connection, cursor) {
      return asAdministrator(connection, async (session) => {
        const offset = cursor === null ? 0 : Place.parse(JSON.parse(cursor)).offset;
        const { kept, rejected, total } = await listUsers(session, offset, usersPerPage);
        return { items: kept.map(accountOf), rejected, next: nextPlace(offset, total), expected: null };
      });
    },
  },
};

const asAdministrator = <T>(connection: GlewlwydConnection, work: (session: Session) => Promise<T>): Promise<T> =>
  signedIn(connection, async (session) => {
    await requireAdministrator(session);
    return work(session);
  });

async function grantsFrom(session: Session, offset: number): Promise<Page<TokenSighting>> {
  const plugins = await listPlugins(session);
  const users = await listUsers(session, offset, usersPerPage);
  const items: TokenSighting[] = [];
  const rejected: Reject[] = [...users.rejected];
  for (const { username } of users.kept)
    for (const plugin of plugins) {
      const grants = await listGrants(session, plugin, username);
      items.push(...(grants?.kept ?? []).filter(({ enabled }) => enabled).map((token) => grantSighting(plugin, username, token)));
      rejected.push(...(grants?.rejected ?? []));
    }
  return { items, rejected, next: nextPlace(offset, users.total), expected: null };
}

const nextPlace = (offset: number, seen: number): string | null => (seen < usersPerPage ? null : JSON.stringify({ offset: offset + usersPerPage }));
