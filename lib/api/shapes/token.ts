import { z } from "zod";
import { bases, WorkloadKind } from "../../domain/workloads";
import { Count, Dated, Instant, named, PersonRef, Ref, Severity, State, TokenClass } from "./parts";

const Basis = z.enum(bases);

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
    backup: PersonRef.nullable(),
    team: Ref.nullable(),
    purpose: z.string().nullable().describe("What it is for, in a sentence. Null where nobody says."),
    workloads: z.array(Ref.extend({ kind: WorkloadKind, basis: Basis })).describe("What uses it, and how that is known."),
    sightings: Count.describe("Rows at other connections that are the same credential: this one speaks for them."),
    created: Dated.nullable(),
    expiry: z.object({ kind: z.enum(["at", "never", "unknown"]), at: Instant.optional(), source: z.string().optional() }),
    lastUsed: Dated.nullable().describe("Null is unknown, not never."),
    firstSeen: Instant,
    findings: z.array(z.object({ rule: z.string(), severity: Severity })),
    severity: Severity.nullable().describe("Of the gravest open finding."),
  })
  .register(named, { id: "Token" });

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
