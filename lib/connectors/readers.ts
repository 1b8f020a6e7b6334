import type { ReadConnector } from "./contract";
import { ldapReadConnector } from "./ldap/read";
import { unleashReadConnector } from "./unleash/read";

/** What can be read, by vendor. */
export const readConnectors: Readonly<Record<string, ReadConnector>> = {
  ldap: ldapReadConnector,
  unleash: unleashReadConnector,
};
