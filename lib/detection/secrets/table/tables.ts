import { chats } from "./chats";
import type { Family } from "./entry";
import { forges } from "./forges";
import { payments } from "./payments";

/** The whole table of kinds that their form alone describes. */
export const tables: readonly Family[] = [...forges, ...chats, ...payments];
