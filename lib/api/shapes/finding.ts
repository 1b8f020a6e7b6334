import { z } from "zod";
import { findingTransitions } from "../../domain/states";
import { Instant, named, Ref, Severity } from "./parts";

const states = Object.keys(findingTransitions) as [keyof typeof findingTransitions, ...(keyof typeof findingTransitions)[]];

export const Finding = z
  .object({
    id: z.uuid(),
    rule: z.string(),
    severity: Severity,
    status: z.enum(states),
    token: Ref.nullable(),
    account: Ref.nullable(),
    person: Ref.nullable(),
    factors: z.unknown(),
    evidence: z.unknown(),
    firstSeen: Instant,
    lastSeen: Instant,
    due: Instant.nullable(),
    note: z.string().nullable(),
    closedAt: Instant.nullable(),
  })
  .register(named, { id: "Finding" });
