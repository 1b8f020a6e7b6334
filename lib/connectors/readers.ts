import type { ReadConnector } from "./contract";
import { declarativeReadConnector } from "./declarative/read";
import { directusReadConnector } from "./directus/read";
import { githubReadConnector } from "./github/read";
import { glewlwydReadConnector } from "./glewlwyd/read";
import { ldapReadConnector } from "./ldap/read";
import { unleashReadConnector } from "./unleash/read";

/** What can be read, by vendor. */
export const readConnectors: Readonly<Record<string, ReadConnector>> = {
  declarative: declarativeReadConnector,
  directus: directusReadConnector,
  github: githubReadConnector,
  glewlwyd: glewlwydReadConnector,
  ldap: ldapReadConnector,
  unleash: unleashReadConnector,
};
