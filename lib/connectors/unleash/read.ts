import type { Page, ReadConnector, TokenSighting } from "../contract";
import { faultOf } from "../evidence";
import { unhealthy } from "../wire";
import { environmentTypes, listAccounts, listApiTokens, listCreations, requireAdministrator, version } from "./client";
import { UnleashReadCredential, UnleashSettings } from "./credential";
import { accountOf, creators, sightingOf } from "./map";

const onlyToOwner =
  "Unleash shows a personal access token to its owner alone. A leaver's end with their user: delete the user in Unleash, and they are refused at once.";

/** Reads Unleash 7: API tokens of all types, users and service accounts. */
export const unleashReadConnector: ReadConnector<UnleashReadCredential> = {
  vendor: "unleash",
  title: "Unleash",
  credential: UnleashReadCredential,
  settings: UnleashSettings,
  reader: {
    capabilities: {
      api_key: {
        list: "can",
        last_used: "can",
        describe: "can",
        revoke: "can",
        disable: { cannot: "Unleash has no disabled API tokens; they are deleted." },
        probe: "can",
      },
      personal_access_token: {
        list: { cannot: onlyToOwner },
        last_used: { cannot: onlyToOwner },
        describe: { cannot: onlyToOwner },
        revoke: { cannot: onlyToOwner },
        disable: { cannot: onlyToOwner },
        probe: { cannot: onlyToOwner },
      },
    },
    blindSpots: [
      "Personal access tokens: Unleash lists them to their owner alone.",
      "Who made an API token, when its creation is no longer in Unleash's event log, or was done by Unleash itself or with an admin token.",
      "Use in the last 3 minutes: Unleash writes it down that late.",
    ],

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
