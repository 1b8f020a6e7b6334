import type { ReadConnector } from "../contract";
import { unhealthy } from "../wire";
import { ldapTitle } from "./about";
import { close, openClient, parseLdapOrigin } from "./client";
import { LdapCredential, LdapSettings } from "./credential";
import { faultOfLdap } from "./faults";
import { nextPage } from "./listing";
import { kinds } from "./map";

/** Reads people from an LDAP directory: OpenLDAP, and by their documentation Active Directory and 389 Directory Server. */
export const ldapReadConnector: ReadConnector<LdapCredential> = {
  vendor: "ldap",
  title: ldapTitle,
  credential: LdapCredential,
  settings: LdapSettings,
  directory: {
    async check(connection) {
      try {
        const { host } = parseLdapOrigin(connection.origin);
        const settings = LdapSettings.parse(connection.settings);
        const client = await openClient(connection);
        try {
          await client.search(settings.base, { scope: "base", attributes: ["1.1"] });
          // Two entries are enough to know that people can be seen, and that their lasting ids can.
          const id = kinds[settings.kind].id;
          const found = await client.search(settings.base, { filter: settings.filter ?? kinds[settings.kind].filter, attributes: [id], sizeLimit: 2 });
          const [first] = found.searchEntries;
          if (!first)
            return {
              ok: false,
              kind: "shape",
              message: `${host} answers, but shows nobody under ${settings.base}. Look at the base, the filter and the account's rights.`,
            };
          const shown = Object.entries(first).some(([name, value]) => name.toLowerCase() === id.toLowerCase() && value.length > 0);
          if (!shown)
            return {
              ok: false,
              kind: "shape",
              message: `${host} does not show ${id} to this account, without which people can't be told apart. Give it the right to read it.`,
            };
          return { ok: true, message: `${host} answers encrypted and shows people under ${settings.base}.` };
        } finally {
          await close(client);
        }
      } catch (error) {
        return unhealthy(faultOfLdap(error, connection.origin));
      }
    },
    listPersons: nextPage,
  },
};
