import { ai } from "./ai";
import { chats } from "./chats";
import { clouds } from "./clouds";
import { data } from "./data";
import type { Family } from "./entry";
import { forges } from "./forges";
import { frameworks } from "./frameworks";
import { keepers } from "./keepers";
import { operations } from "./operations";
import { payments } from "./payments";
import { workplace } from "./workplace";

/** The whole table of kinds that their form alone describes. */
export const tables: readonly Family[] = [...forges, ...clouds, ...ai, ...chats, ...payments, ...operations, ...keepers, ...data, ...workplace, ...frameworks];
