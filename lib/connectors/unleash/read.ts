import type { Page, ReadConnector, TokenSighting } from "../contract";
import { faultOf } from "../evidence";
import { unhealthy } from "../wire";
import { unleashAbilities, unleashBlindSpots, unleashTitle } from "./about";
import { environmentTypes, listAccounts, listApiTokens, listCreations, requireAdministrator, version } from "./client";
import { UnleashReadCredential, UnleashSettings } from "./credential";
import { accountOf, creators, sightingOf } from "./map";

/** Reads Unleash 7: API tokens of all types, users and service accounts. */
export const unleashReadConnector: ReadConnector<UnleashReadCredential> = {
  vendor: "unleash",
  title: unleashTitle,
  credential: UnleashReadCredential,
  settings: UnleashSettings,
  reader: {
    capabilities: unleashAbilities,
    blindSpots: unleashBlindSpots,

    async check(connection) {
      try {
        await requireAdministrator(connection);
        return { ok: true, message: `Unleash ${await version(connection)} answers, and the credential is an administrator's.` };
      } catch (error) {
        return unhealthy(faultOf(error));
      }
    },

    async listTokens(connection): Promise<Page<TokenSighting>> {
      await requireAdministrator(connection);
      const types = await environmentTypes(connection);
      // the tokens first: a creation that happens in between is then in the log
      const { kept, rejected, total } = await listApiTokens(connection);
      const surroundings = { environmentTypes: types, creatorOf: creators(await listCreations(connection)) };
      return { items: kept.map((token) => sightingOf(connection, token, surroundings)), rejected, next: null, expected: total };
    },

    async listAccounts(connection) {
      await requireAdministrator(connection);
      const { kept, rejected, total } = await listAccounts(connection);
      return { items: kept.map(accountOf), rejected, next: null, expected: total };
    },
  },
};
