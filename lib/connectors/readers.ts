import type { ReadConnector } from "./contract";
import { unleashReadConnector } from "./unleash/read";

/** What can be read, by vendor. */
export const readConnectors: Readonly<Record<string, ReadConnector>> = {
  unleash: unleashReadConnector,
};
