import { z } from "zod";
import { attestationAnswers } from "../../attestations/schemas";
import type { PermissionNode } from "../../domain/permissions";
import { Effect } from "../../domain/tokens";
import { bases, WorkloadKind } from "../../domain/workloads";
import { Exposure } from "./exposure";
import { findingHistory } from "./finding";
import { Count, Dated, Instant, named, Ref, Severity } from "./parts";
import { Token } from "./token";

/** Who said something, and when. */
const Said = z.object({ by: z.string(), at: Instant });

const Edge = z
  .object({ basis: z.enum(bases), by: z.string(), person: z.boolean().describe("Whether a person said so, and not the machine."), at: Instant })
  .register(named, { id: "Edge", description: "How a relation is known: by what, said by whom, when." });

const Dependencies = z
  .object({
    workloads: z
      .array(
        Ref.extend({
          kind: WorkloadKind,
          environment: z.string().nullable(),
          edge: Edge,
          destinations: z.array(Ref.extend({ edge: Edge, token: Ref.extend({ workloads: Count }).nullable().describe("What it finds there.") })),
        }),
      )
      .describe("What uses it, and what that reaches."),
    reachedFrom: z
      .array(z.object({ workload: Ref, destination: z.string(), edge: Edge }))
      .describe("Workloads that find this token at a destination of theirs."),
    more: Count.describe("Workloads beyond those named."),
  })
  .register(named, { id: "Dependencies", description: "What depends on a token." });

const Permission: z.ZodType<PermissionNode> = z
  .object({
    label: z.string(),
    scope: z.string().nullable().describe("As its system writes it, where one ends here."),
    broad: z.string().nullable().describe("Why it is broader than one task needs; null where nothing says so, which is no proof of narrowness."),
    used: z.boolean().nullable().describe("Whether a source saw it in use; null where no source says."),
    get children(): z.ZodType<PermissionNode[]> {
      return z.array(Permission);
    },
  })
  .register(named, { id: "Permission", description: "One permission, or what several have in common." });

const Sighting = Ref.extend({
  connection: Ref,
  imported: z.boolean(),
  firstSeen: Instant,
  lastSeen: Instant,
  missingSince: Instant.nullable(),
  speaks: z.boolean().describe("The row that speaks for all of them."),
});

/** What is known of what it is, as its system and its sightings say. */
const facts = {
  proof: z
    .object({ effect: Effect, basis: z.enum(["refused", "record", "absent"]).nullable(), at: Instant.nullable(), request: z.int() })
    .nullable()
    .describe("The proof behind its state, where the machine proved it."),
  contradiction: z
    .object({ provenAt: Instant, letInAt: Instant, how: z.string().nullable(), exposure: z.uuid() })
    .nullable()
    .describe("That its secret was let in after its death was proven, and which exposure's; null: not that anybody saw."),
  handle: z.record(z.string(), z.string().nullable()).describe("What looks it up at its system; never the secret."),
  scopes: z.array(z.string()),
  permissions: z.array(Permission).describe("The same as a tree."),
  scopesUsedFrom: z.string().nullable().describe("Who says which scopes were in use; null: no source does."),
  reach: z.object({ level: z.enum(["high", "limited"]), summary: z.string() }).nullable(),
  fingerprints: z.array(z.object({ kind: z.string(), pepperVersion: z.int() })).describe("Kinds alone."),
  creatorAccount: Ref.extend({ externalId: z.string(), status: z.string() }).nullable().describe("The account that made it, at its connection."),
  lastSeen: Instant,
  missingSince: Instant.nullable(),
  disabledAt: Instant.nullable(),
  rotated: Dated.nullable().describe("When its secret was last replaced; null is unknown, not never."),
  thirdParty: z.string().nullable().describe("For a grant to a third party: whom."),
  family: z
    .object({ count: Count.nullable(), longest: z.number().nullable().describe("Seconds.") })
    .nullable()
    .describe("For ephemeral secrets, kept by family: how many were seen, and the longest life."),
  connection: z
    .object({ origin: z.string(), lastGoodSync: Instant.nullable(), state: z.string().nullable() })
    .describe("How fresh all this is. A state of null: never read."),
  abilities: z
    .record(z.string(), z.union([z.literal("can"), z.object({ cannot: z.string() })]))
    .nullable()
    .describe("What its connector can do with this class, or why it can't and what can; null before the first look."),
  mergedInto: Ref.nullable().describe("The row that speaks for this one, where the same credential is listed elsewhere too."),
  sightings: z.array(Sighting).describe("Every row of this credential, the one that speaks first."),
  siblings: z
    .object({ key: z.string(), tokens: z.array(Ref).describe("The first twenty by name."), count: Count })
    .nullable()
    .describe("What ends with it, since they hang on one parent key."),
};

/** What people and the machine recorded of it. */
const records = {
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
  exposures: z.array(Exposure).describe("Where it was found, the gravest first; at most fifty."),
  requests: z
    .array(
      z.object({
        number: z.int(),
        status: z.string(),
        reason: z.string(),
        at: Instant,
        by: z.string(),
        execution: z.string().nullable().describe("Where the machine stands with this token; null: it has not begun."),
      }),
    )
    .nullable()
    .describe("The last twenty that name it; null without `read:requests`."),
  attestations: z
    .array(z.object({ answer: z.enum(attestationAnswers), by: z.string(), at: Instant, words: z.string().nullable() }))
    .describe("What owners answered, the last twenty."),
  audit: z
    .array(z.object({ id: z.string(), at: Instant, action: z.string(), by: z.string() }))
    .nullable()
    .describe("The last ten entries; null without `read:audit`, or where the roles do not allow it."),
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
};

/** Everything about one token, as its page has it. */
export const TokenDetail = z
  .object({
    token: Token,
    backup: Ref.nullable(),
    purpose: z.string().nullable(),
    said: z.object({ owner: Said.nullable(), purpose: Said.nullable() }).describe("Who said who answers for it, and what it is for; null where nobody did."),
    dependencies: Dependencies,
    ...facts,
    ...records,
  })
  .register(named, { id: "TokenDetail" });
