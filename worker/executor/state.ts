import type { Refusal } from "../../lib/domain/refusals";
import type { TrustRoot } from "../../lib/trust/chain";

/** Whether this executor may act at all at this tick, and on what root; else the refusal that stands for everything. */
export type ExecutorState =
  | { kind: "ready"; root: TrustRoot }
  | { kind: "barred"; refusal: Extract<Refusal, "no_trust_root" | "walls_down" | "clock_set_back">; reason: string };
