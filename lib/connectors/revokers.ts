import type { Revoker } from "./contract";
import { declarativeRevoker } from "./declarative/revoke";
import { directusRevoker } from "./directus/revoke";
import { githubRevoker } from "./github/revoke";
import { glewlwydRevoker } from "./glewlwyd/revoke";
import { unleashRevoker } from "./unleash/revoke";

/** What can act on a vendor, by vendor. Importable by worker/executor alone: nothing else carries code that can revoke. */
export const revokers: Readonly<Record<string, Revoker>> = {
  declarative: declarativeRevoker,
  directus: directusRevoker,
  github: githubRevoker,
  glewlwyd: glewlwydRevoker,
  unleash: unleashRevoker,
};
