import type { Revoker } from "../../lib/connectors/contract";
import type { VendorHttp } from "../../lib/connectors/vendor-http";
import type { Context } from "../../lib/core/context";
import type { Tx } from "../../lib/core/db";
import type { Pepper } from "../../lib/fingerprints/pepper";
import type { Checks } from "./authority/checks";
import type { Journal } from "./journal";
import type { Notices } from "./notices/notices";
import type { Trust } from "./trust";

/** Places at which a crash is tried in tests. */
export type Boundary = "before_intent" | "before_journal" | "after_intent" | "during_call" | "after_call" | "before_record" | "during_proof";

/** What the executor's steps share. Made once, by createExecutor. */
export interface Parts {
  ctx: Context;
  home: string;
  deployment: string;
  /** age identity to which credentials and probe material are sealed */
  identity: { identity: string; recipient: string };
  pepper: Pepper;
  revokers: Readonly<Record<string, Revoker>>;
  journal: Journal;
  trust: Trust;
  checks: Checks;
  notices: Notices;
  /** why the audit log is not the one that was sealed; null while it is */
  logBroken(): Promise<string | null>;
  /** full | database_only, written on each execution */
  walls: string;
  /** names this process among executors; new at each start */
  holder: string;
  leaseMilliseconds: number;
  http(options: { origin: string; ca: string | null; allowPrivate: boolean }): VendorHttp;
  signal?: AbortSignal;
  /** closes the findings that the death of this execution's token ends, in the transaction of the proof */
  closeProven(tx: Tx, execution: { id: string; tokenId: string }): Promise<void>;
  at(boundary: Boundary, execution: string): Promise<void> | void;
}
