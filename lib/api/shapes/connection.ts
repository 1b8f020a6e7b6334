import { z } from "zod";
import { Count, Instant, named, TokenClass } from "./parts";

const Ability = z.union([z.literal("can"), z.object({ cannot: z.string() })]);

export const Run = z
  .object({
    id: z.uuid(),
    trigger: z.string(),
    status: z.enum(["queued", "running", "succeeded", "partial", "failed", "cancelled"]),
    phase: z.string().nullable(),
    read: Count,
    created: Count,
    changed: Count,
    unchanged: Count,
    rejected: Count,
    missing: Count,
    expected: Count.nullable(),
    error: z.string().nullable(),
    queuedAt: Instant,
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
  })
  .register(named, { id: "SyncRun" });

export const Connection = z
  .object({
    id: z.uuid(),
    name: z.string(),
    vendor: z.string(),
    origin: z.string(),
    createdAt: Instant,
    removed: z.object({ at: Instant, reason: z.string() }).nullable(),
    trust: z.string().nullable(),
    health: z.object({ state: z.enum(["ok", "failing", "never_synced"]), message: z.string().nullable(), checkedAt: Instant.nullable() }),
    lastGoodSyncAt: Instant.nullable(),
    fresh: z.boolean(),
    nextSyncAt: Instant.nullable(),
    coverage: z.object({ classes: z.record(z.string(), z.record(z.string(), Ability)), blindSpots: z.array(z.string()), directory: z.boolean() }),
    latestRun: Run.nullable(),
    counts: z.object({ tokens: Count, missing: Count, accounts: Count }),
  })
  .register(named, { id: "Connection" });

export const Coverage = z
  .object({
    connections: Count,
    gaps: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        kind: z.enum(["stale", "never_synced", "failing"]),
        lastGoodSync: Instant.nullable(),
        tokens: Count.nullable().describe("Null where nothing was ever read, so nobody knows how many there are."),
      }),
    ),
  })
  .register(named, { id: "Coverage" });

export const ConnectionCoverage = z
  .object({
    id: z.uuid(),
    name: z.string(),
    vendor: z.string(),
    state: z.enum(["fresh", "stale", "failing", "never", "imported", "own"]),
    message: z.string().nullable(),
    signed: z.boolean(),
    lastGoodSync: Instant.nullable(),
    classes: z.array(z.object({ class: TokenClass, listed: z.boolean(), because: z.string().nullable().describe("Why it can't be listed.") })),
    blindSpots: z.array(z.string()),
    directory: z.boolean(),
    rejected: z.object({ count: Count, at: Instant.nullable() }).describe("Rows that the newest run left out."),
    importRejected: z.object({ count: Count, run: z.uuid() }).nullable(),
  })
  .register(named, { id: "ConnectionCoverage" });
