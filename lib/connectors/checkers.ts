import type { Checker } from "./contract";
import { declarativeChecker } from "./declarative/check";
import { directusChecker } from "./directus/check";
import { githubChecker } from "./github/check";
import { glewlwydChecker } from "./glewlwyd/check";
import { unleashChecker } from "./unleash/check";

/** Vendors at which a found secret can be tried. Importable by worker/checker alone. */
export const checkers: Readonly<Record<string, Checker>> = {
  unleash: unleashChecker,
  directus: directusChecker,
  glewlwyd: glewlwydChecker,
  github: githubChecker,
  declarative: declarativeChecker,
};
