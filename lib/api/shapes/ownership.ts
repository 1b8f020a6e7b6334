import { z } from "zod";
import { attestationAnswers } from "../../attestations/schemas";
import { gaps } from "../../ownership/gap-names";
import { suggestionKinds } from "../../suggestions/source";
import { Count, Dated, Instant, named, PersonRef, Ref, Severity, State, TokenClass } from "./parts";

const version = z.string().describe("Of what was read. A decision carries it, so that a token that changed meanwhile is left out.");

export const Suggestion = z
  .object({
    id: z.uuid(),
    person: PersonRef,
    kind: z.enum(suggestionKinds),
    confidence: z.int().min(0).max(100),
    words: z.string().describe("The evidence, as the rest of a sentence that begins with the person."),
    learnt: z.object({ base: z.int(), rejected: z.int(), accepted: z.int() }).nullable(),
  })
  .register(named, { id: "OwnerSuggestion" });

export const GapToken = z
  .object({
    token: z.uuid(),
    name: z.string(),
    hint: z.string().nullable(),
    class: TokenClass,
    connection: Ref,
    environment: z.string().nullable(),
    critical: z.boolean(),
    created: Dated.nullable(),
    lastUsed: Dated.nullable(),
    owner: PersonRef.nullable().describe("Confirmed; a suggested one stands in `suggestions` alone."),
    backup: PersonRef.nullable(),
    team: Ref.nullable(),
    purpose: z.string().nullable(),
    workloads: z.array(Ref),
    suggestions: z.array(Suggestion),
    offer: z.object({ id: z.uuid(), kind: z.enum(["transfer", "succession"]), to: PersonRef, until: Instant.nullable(), as: z.string().nullable() }).nullable(),
    version,
  })
  .register(named, { id: "GapToken" });

export const GapCounts = z.object({ living: Count, gaps: z.record(z.enum(gaps), Count) }).register(named, { id: "GapCounts" });

export const Transfer = z
  .object({
    kind: z.enum(["transfer", "succession", "suggestion"]),
    offer: z.object({ id: z.uuid(), from: z.string().nullable(), reason: z.string(), until: Instant.nullable() }).nullable(),
    token: GapToken,
  })
  .register(named, { id: "Proposal" });

/** What came of a decision about several. */
export const Outcome = z
  .object({ done: z.array(z.uuid()), leftOut: z.array(z.object({ token: z.uuid(), name: z.string(), because: z.string() })) })
  .register(named, { id: "Outcome" });

export const Attested = Outcome.extend({
  requests: z.array(z.int()).describe("Numbers of the requests that were filed."),
  byHand: z.array(z.object({ token: z.uuid(), name: z.string(), sentence: z.string() })),
}).register(named, { id: "Attested" });

export const MyToken = z
  .object({
    token: z.uuid(),
    name: z.string(),
    class: TokenClass,
    state: State,
    connection: Ref,
    environment: z.string().nullable(),
    imported: z.boolean(),
    expiry: z.object({ kind: z.enum(["at", "never", "unknown"]), at: Instant.nullable() }),
    lastUsed: Dated.nullable(),
    as: z.enum(["owner", "backup"]),
    owner: Ref,
    purpose: z.string().nullable(),
    workloads: z.array(Ref),
    due: z.object({ at: Instant, days: z.int(), by: z.enum(["policy", "suggestion"]) }),
    last: z.object({ answer: z.enum(attestationAnswers), at: Instant }).nullable(),
    findings: z.array(z.object({ rule: z.string(), severity: Severity })),
    offered: z.object({ id: z.uuid(), to: z.string(), until: Instant.nullable() }).nullable(),
    version,
  })
  .register(named, { id: "MyToken" });

export const AttestationRecord = z
  .object({
    id: z.uuid(),
    token: Ref,
    person: Ref,
    answer: z.enum(attestationAnswers),
    purpose: z.string().nullable(),
    workload: z.uuid().nullable(),
    expiryReviewed: z.boolean(),
    reason: z.string().nullable(),
    transfer: z.uuid().nullable(),
    request: z.uuid().nullable(),
    evidence: z.record(z.string(), z.unknown()).describe("The token, its findings and its use as they were at that moment."),
    at: Instant,
  })
  .register(named, { id: "Attestation" });
