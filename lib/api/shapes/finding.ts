import { z } from "zod";
import { findingTransitions } from "../../domain/states";
import { Count, Instant, named, Ref, Severity } from "./parts";

const states = Object.keys(findingTransitions) as [keyof typeof findingTransitions, ...(keyof typeof findingTransitions)[]];

/** How a finding ended, came back, and what people said of it. */
export const findingHistory = {
  closing: z
    .object({
      at: Instant,
      because: z.string().nullable().describe("Why the rule was false, on fresh facts."),
      proof: z
        .object({
          request: z.int().nullable(),
          basis: z
            .enum(["refused", "record", "absent"])
            .nullable()
            .describe("The token itself was refused; its system's own record said so; its system no longer listed it. Null where it was not written down."),
          at: Instant.nullable(),
        })
        .nullable()
        .describe("The proof of death behind it, where there is one."),
    })
    .nullable()
    .describe("The last time that facts closed it. It stays when the finding comes back."),
  regressedAt: Instant.nullable().describe("When it last came back after it was closed. Null: never, or before that was written down."),
  triage: z.object({ by: z.string(), at: Instant, to: z.string() }).nullable().describe("Who last said where it stands; `note` is the reason."),
};

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
    closedAt: Instant.nullable().describe("When facts closed it; null while it is not closed so."),
    ...findingHistory,
  })
  .register(named, { id: "Finding" });

export const RuleShape = z
  .object({
    id: z.string(),
    title: z.string(),
    rationale: z.string(),
    remediation: z.string(),
    severity: z.string().describe("How it follows from the factors, in words."),
    controls: z.array(z.object({ framework: z.string(), version: z.string(), id: z.string(), title: z.string(), erratum: z.string().nullable() })),
    subjects: z.array(z.enum(["token", "account"])),
    sources: z.array(
      z.object({
        source: z.string(),
        means: z.string(),
        connections: z.array(Ref).describe("Those that feed it; none where it does not depend on one."),
        fed: z.boolean(),
      }),
    ),
    fed: z.boolean().describe("Every source is fed somewhere. Otherwise that the rule finds nothing says nothing."),
    holding: Count.describe("Connections that hold tokens or accounts."),
    blindAt: z.array(Ref.extend({ missing: z.array(z.string()) })).describe("Those of them that lack one of its sources."),
  })
  .register(named, { id: "Rule" });
