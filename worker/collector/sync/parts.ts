import type { ReadConnector } from "../../../lib/connectors/contract";
import type { GuardedHttp, VendorHttpOptions } from "../../../lib/connectors/http";
import type { Context } from "../../../lib/core/context";
import type { SealingIdentity } from "../../../lib/credentials/identity";
import type { Pepper } from "../../../lib/fingerprints/pepper";

/** What the sync engine is made of. Tests give their own connectors and limits. */
export interface Parts {
  ctx: Context;
  deployment: string;
  identity: SealingIdentity;
  pepper: Pepper;
  connectors: Readonly<Record<string, ReadConnector>>;
  http(options: Omit<VendorHttpOptions, "clock" | "log">): GuardedHttp;
  /** aborts when the process should end: a run then stops at the next page and is taken up again */
  signal: AbortSignal;
  limits: SyncLimits;
}

export interface SyncLimits {
  /** runs at once in this process */
  concurrency: number;
  /** a run whose collector has been silent for so long is taken over */
  staleMilliseconds: number;
  heartbeatMilliseconds: number;
  /** a run silent for longer than this starts again from the beginning: what it saw is too old to call anything missing */
  forgetMilliseconds: number;
}

export const defaultLimits: SyncLimits = { concurrency: 4, staleMilliseconds: 30_000, heartbeatMilliseconds: 5_000, forgetMilliseconds: 3_600_000 };
