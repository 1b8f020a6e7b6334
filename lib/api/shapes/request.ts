import { z } from "zod";
import { Effect } from "../../domain/tokens";
import { Count, Instant, named, Ref } from "./parts";
import { Token } from "./token";

const Status = z.enum(["pending", "approved", "denied", "withdrawn", "expired", "stopped"]);
const Quorum = z.object({ people: z.int(), groups: z.int() });

export const Request = z
  .object({
    id: z.uuid(),
    number: z.int(),
    status: Status,
    effect: Effect,
    names: z.array(z.string()).describe("Of up to three targets; machine.targets says how many there are."),
    connection: Ref,
    requester: Ref,
    reason: z.string(),
    createdAt: Instant,
    expiresAt: Instant,
    signed: Count,
    needed: Count.nullable(),
    critical: z.boolean(),
    machine: z.object({ targets: Count, living: Count, unproven: Count, proven: Count, refused: Count, irrevocable: Count, stopped: Count }),
  })
  .register(named, { id: "Request" });

const Execution = z
  .object({
    id: z.uuid(),
    status: z.enum(["queued", "checking_authority", "acting", "proving", "proven", "irrevocable", "refused", "stopped"]),
    refusal: z.object({ name: z.string(), sentence: z.string(), detail: z.string().nullable() }).nullable(),
    result: z.string().nullable(),
    queuedAt: Instant,
    notBefore: Instant,
    actedAt: Instant.nullable(),
    provingSince: Instant.nullable(),
    unprovenSince: Instant.nullable(),
    endedAt: Instant.nullable(),
    attemptCount: Count,
  })
  .register(named, { id: "Execution" });

export const RequestDetail = z
  .object({
    id: z.uuid(),
    number: z.int(),
    digest: z.string(),
    reason: z.string(),
    effect: Effect,
    status: Status,
    outcome: z.object({ reason: z.string().nullable(), at: Instant }).nullable(),
    createdAt: Instant,
    expiresAt: Instant,
    connection: Ref,
    requester: Ref,
    supersedes: z.int().nullable(),
    supersededBy: z.int().nullable(),
    quorum: Quorum,
    holdSeconds: z.int(),
    policyActive: z.boolean(),
    targets: z.array(
      z.object({
        digest: z.string(),
        token: Token.nullable(),
        quorum: Quorum,
        critical: z.boolean(),
        because: z.array(z.string()),
        execution: Execution.nullable(),
        waits: z.object({ for: z.string(), detail: z.string(), at: Instant }).nullable(),
      }),
    ),
    people: z.array(
      z.object({
        kind: z.string(),
        at: Instant,
        person: z.union([Ref, z.object({ operator: z.string() })]),
        covers: z.int().nullable(),
        reason: z.string().nullable(),
      }),
    ),
  })
  .register(named, { id: "RequestDetail" });

export const FiledRequest = z.object({ id: z.uuid(), number: z.int(), digest: z.string() }).register(named, { id: "FiledRequest" });

export const RequestPreview = z
  .object({
    connection: Ref,
    targets: z.array(
      z.object({
        token: Token,
        critical: z.boolean(),
        because: z.array(z.string()),
        obstacle: z.object({ code: z.string(), sentence: z.string(), request: z.int().optional() }).nullable(),
      }),
    ),
    ready: z.array(z.uuid()),
    quorum: Quorum,
    revokeCredential: z.boolean(),
    holdSeconds: z.int(),
    acknowledgement: z.string().describe("What must be given to file for the ready targets."),
  })
  .register(named, { id: "RequestPreview" });
