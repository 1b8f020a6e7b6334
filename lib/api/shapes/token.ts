import { z } from "zod";
import { Effect } from "../../domain/tokens";
import { findingHistory } from "./finding";
import { Count, Dated, Instant, named, PersonRef, Ref, Severity, State, TokenClass } from "./parts";

export const Token = z
  .object({
    id: z.uuid(),
    name: z.string(),
    hint: z.string().nullable(),
    class: TokenClass,
    state: State,
    environment: z.string().nullable().describe("Null where nobody says."),
    imported: z.boolean().describe("Known from an imported listing alone: it informs, and can't be acted on."),
    connection: Ref.extend({ connector: z.string() }),
    creator: z.object({ account: z.string(), source: z.string().nullable(), person: PersonRef.nullable() }).nullable(),
    owner: PersonRef.extend({ state: z.enum(["confirmed", "suggested"]) }).nullable(),
    created: Dated.nullable(),
    expiry: z.object({ kind: z.enum(["at", "never", "unknown"]), at: Instant.optional(), source: z.string().optional() }),
    lastUsed: Dated.nullable().describe("Null is unknown, not never."),
    firstSeen: Instant,
    findings: z.array(z.object({ rule: z.string(), severity: Severity })),
  })
  .register(named, { id: "Token" });

export const TokenDetail = z
  .object({
    token: Token,
    proof: z
      .object({ effect: Effect, basis: z.enum(["refused", "record", "absent"]).nullable(), at: Instant.nullable(), request: z.int() })
      .nullable()
      .describe("The proof behind its state, where the machine proved it."),
    handle: z.record(z.string(), z.string().nullable()).describe("What looks it up at its system; never the secret."),
    scopes: z.array(z.string()),
    reach: z.object({ level: z.enum(["high", "limited"]), summary: z.string() }).nullable(),
    fingerprints: z.array(z.object({ kind: z.string(), pepperVersion: z.int() })).describe("Kinds alone."),
    backup: Ref.nullable(),
    purpose: z.string().nullable(),
    lastSeen: Instant,
    missingSince: Instant.nullable(),
    disabledAt: Instant.nullable(),
    findings: z.array(
      z.object({
        id: z.uuid(),
        rule: z.string(),
        severity: Severity,
        status: z.string(),
        factors: z.unknown(),
        evidence: z.unknown(),
        firstSeen: Instant,
        lastSeen: Instant,
        due: Instant.nullable(),
        ...findingHistory,
        note: z.string().nullable(),
      }),
    ),
    life: z.array(
      z.object({
        at: Instant,
        by: z.enum(["person", "machine", "vendor"]),
        what: z.string(),
        who: z.string().nullable(),
        source: z.string().nullable(),
        request: z.int().nullable(),
      }),
    ),
  })
  .register(named, { id: "TokenDetail" });

const facet = z.object({
  options: z.array(z.object({ value: z.string(), count: Count, name: z.string().optional() })),
  left: Count.describe("How many further values there are, beyond those listed."),
});
export const TokenFacets = z
  .object({
    total: Count.describe("Exact, whatever its size."),
    facets: z.record(z.string(), facet).describe("Each counted under the other filters, not its own."),
  })
  .register(named, { id: "TokenFacets" });
