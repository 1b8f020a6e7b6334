import type { Checker } from "./contract";
import { unleashChecker } from "./unleash/check";

/** Vendors at which a found secret can be tried. Importable by worker/checker alone. */
export const checkers: Readonly<Record<string, Checker>> = {
  unleash: unleashChecker,
};
