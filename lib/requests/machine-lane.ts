import { z } from "zod";
import type { Queryable } from "../core/db";
import { type Refusal, refusals } from "../domain/refusals";
import type { ExecutionState } from "../domain/states";
import type { Effect } from "../domain/tokens";

/** What the executor writes about a proof while it tries and when it is complete. */
const Proof = z.object({
  /** refused: the credential itself was tried; record: the vendor's own record of it was read, since it shows no secret; absent: the vendor no longer lists it */
  basis: z.string().nullish(),
  seenAliveAt: z.string().nullish(),
  window: z.object({ refusals: z.number(), spanMilliseconds: z.number(), knownLagSeconds: z.number() }),
  /** in a row, up to now */
  refusals: z.number(),
  from: z.string().nullish(),
  to: z.string().nullish(),
  tried: z.number(),
  lastAliveAt: z.string().nullish(),
  lastOutcome: z.string().nullish(),
});
export type Proof = z.infer<typeof Proof>;

export interface MachineAttempt {
  n: number;
  phase: "preflight" | "act" | "probe";
  at: string;
  endedAt: string | null;
  outcome: string | null;
  httpStatus: number | null;
  /** what the vendor answered, redacted by the connector */
  evidence: string | null;
  control: string | null;
}

/** Where the machine has one target. All times ISO 8601. */
export interface MachineLane {
  id: string;
  targetDigest: string;
  tokenId: string;
  effect: Effect;
  status: ExecutionState;
  refusal: { name: string; sentence: string; detail: string | null } | null;
  result: string | null;
  walls: string;
  quorum: { required?: { people: number; groups: number }; because?: string[]; counted?: { people: number; groups: number } } | null;
  queuedAt: string;
  notBefore: string;
  checkedAt: string | null;
  actedAt: string | null;
  provingSince: string | null;
  unprovenSince: string | null;
  nextProbeAt: string | null;
  endedAt: string | null;
  /** null until the first try, or where it was written by another version */
  proof: Proof | null;
  /** the newest attempts, oldest first; `attemptCount` says how many there are */
  attempts: MachineAttempt[];
  attemptCount: number;
}

/** How many attempts a page carries; an unproven execution retries for ever. */
const shownAttempts = 120;

/** The machine's side of a request or of a token: each execution with its newest attempts. */
export async function machineLanes(db: Queryable, of: { requestId: string } | { tokenId: string }): Promise<MachineLane[]> {
  const rows = await db.execution.findMany({
    where: of,
    orderBy: { queuedAt: "asc" },
    include: { attempts: { orderBy: { n: "desc" }, take: shownAttempts }, _count: { select: { attempts: true } } },
  });
  return rows.map((row) => ({
    id: row.id,
    targetDigest: row.targetDigest,
    tokenId: row.tokenId,
    effect: row.effect,
    status: row.status,
    refusal: row.refusal === null ? null : { name: row.refusal, sentence: sentenceOf(row.refusal), detail: row.refusalDetail },
    result: row.result,
    walls: row.walls,
    quorum: row.quorum as MachineLane["quorum"],
    queuedAt: row.queuedAt.toISOString(),
    notBefore: row.notBefore.toISOString(),
    checkedAt: iso(row.checkedAt),
    actedAt: iso(row.actedAt),
    provingSince: iso(row.provingSince),
    unprovenSince: iso(row.unprovenSince),
    nextProbeAt: iso(row.nextProbeAt),
    endedAt: iso(row.endedAt),
    proof: Proof.safeParse(row.proof).data ?? null,
    attempts: row.attempts.reverse().map((attempt) => {
      const detail = attempt.detail as { evidence?: unknown; control?: unknown };
      return {
        n: attempt.n,
        phase: attempt.phase,
        at: attempt.intentAt.toISOString(),
        endedAt: iso(attempt.endedAt),
        outcome: attempt.outcome,
        httpStatus: attempt.httpStatus,
        evidence: typeof detail.evidence === "string" ? detail.evidence : null,
        control: typeof detail.control === "string" ? detail.control : null,
      };
    }),
    attemptCount: row._count.attempts,
  }));
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const sentenceOf = (name: string): string => refusals[name as Refusal] ?? "Refused for a reason that this version does not know. The audit log has its detail.";
