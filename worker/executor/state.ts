import type { Refusal } from "../../lib/domain/refusals";
import type { TrustRoot } from "../../lib/trust/chain";

/** Whether this executor may act at all at this tick, and on what root; else the refusal that stands for everything. */
export type ExecutorState =
  | { kind: "ready"; root: TrustRoot }
  /** nothing new is started, but what was begun is proven: its token may be dead already, and nobody would know */
  | { kind: "proving_only"; root: TrustRoot; refusal: Extract<Refusal, "log_broken">; reason: string }
  | { kind: "barred"; refusal: Extract<Refusal, "no_trust_root" | "walls_down" | "clock_set_back">; reason: string };
