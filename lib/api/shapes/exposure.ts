import { z } from "zod";
import { confidences } from "../../detection/secrets/hit";
import { channels, type RefusalReason, refusalReasons, validities } from "../../domain/exposures";
import { findingTransitions } from "../../domain/states";
import { triedOutcomes } from "../../exposure/check-limits";
import { untoldCodes } from "../../exposure/checkability";
import { dueBases } from "../../exposure/duties/due-bases";
import { readableBases } from "../../exposure/sources/piece";
import { Count, Instant, named, PersonRef, Ref, Severity } from "./parts";

const states = Object.keys(findingTransitions) as [keyof typeof findingTransitions, ...(keyof typeof findingTransitions)[]];
const Channel = z.enum(channels);
const SilentSource = Ref.extend({
  refusals: z
    .array(
      z.object({
        reason: z.enum(Object.keys(refusalReasons) as [RefusalReason, ...RefusalReason[]]),
        places: Count,
        at: Instant,
        detail: z.string().nullable().describe("What went wrong then."),
      }),
    )
    .describe("Why it did not tell, where it was asked."),
});

export const Exposure = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    title: z.string(),
    family: z.string(),
    hint: z.string().describe("Never the secret."),
    severity: Severity,
    status: z.enum(states),
    confidence: z.enum(confidences),
    mark: z.string().nullable().describe("Why it is known not to be live."),
    validity: z
      .enum(validities)
      .describe(
        "As far as anybody looked. not_checkable: neither its kind nor the system that lists its token has a call that does no harm; unknown is not safe.",
      ),
    untold: z
      .object({ code: z.enum(untoldCodes), text: z.string() })
      .nullable()
      .describe("Why it is not known whether it works; null where it is."),
    token: Ref.extend({ link: z.enum(["listed", "unlisted"]).describe("unlisted: nobody had listed it before it was found.") }).nullable(),
    owner: PersonRef.extend({ state: z.enum(["confirmed", "suggested"]) }).nullable(),
    channels: z.partialRecord(Channel, Count).describe("How many places it was seen in, by channel."),
    places: Count,
    place: z.object({ path: z.string(), line: z.int().nullable(), channel: Channel }).describe("Where it was visible first."),
    firstVisible: Instant.nullable(),
    detected: Instant,
    lastSeen: Instant,
    due: Instant.nullable().describe("By when it is to be seen to, by hand or as the due rules say."),
    assignee: Ref.nullable(),
    suppression: z
      .object({ id: z.uuid(), status: z.enum(["proposed", "active"]), expires: Instant })
      .nullable()
      .describe("That it is said to be a false positive; proposed: a second person has not agreed."),
    note: z.string().nullable(),
  })
  .register(named, { id: "Exposure", description: "A secret that was found where it should not be." });

export const Occurrence = z
  .object({
    id: z.uuid(),
    channel: Channel,
    path: z.string(),
    line: z.int().nullable(),
    reference: z.string().nullable().describe("Commit, message id, issue key."),
    author: z.string().nullable(),
    at: Instant.nullable().describe("When it became visible there."),
    url: z.string().nullable(),
    context: z.string().describe("What stands around it, every secret blotted out."),
    encoding: z.string().nullable(),
    detected: Instant,
    lastSeen: Instant,
    gone: Instant.nullable().describe("When it was seen to be no longer there."),
    source: Ref,
  })
  .register(named, { id: "Occurrence", description: "A place where a secret stands." });

const Option = z.object({ value: z.string(), count: Count, name: z.string().optional() });
export const ExposureCounts = z
  .object({ total: Count, facets: z.record(z.string(), z.array(Option)) })
  .register(named, { id: "ExposureCounts", description: "What each choice of a filter would leave under all the others." });

const Decider = z.object({ by: z.uuid(), name: z.string(), at: Instant });
export const Suppression = z
  .object({
    id: z.uuid(),
    status: z.enum(["proposed", "active", "declined", "ended"]),
    exposure: z.object({ id: z.uuid(), title: z.string(), hint: z.string(), severity: Severity, status: z.enum(states) }),
    reason: z.string(),
    expires: Instant,
    secondNeeded: z.boolean().describe("It works or is critical: nothing was hidden before a second person agreed."),
    proposed: Decider,
    decided: Decider.extend({ reason: z.string().nullable() }).nullable(),
    ended: z.object({ at: Instant, because: z.string().describe("revoked, withdrawn, expired, outgrown or too_long") }).nullable(),
    hits: Count.describe("Sightings of the secret that it hid."),
    lastHit: Instant.nullable(),
  })
  .register(named, { id: "Suppression", description: "That a found secret is none: of the secret, wherever it stands, until a day." });

export const Comment = z
  .object({ id: z.uuid(), by: Ref, body: z.string(), at: Instant })
  .register(named, { id: "ExposureComment", description: "What somebody said about an exposure." });

export const DueRule = z
  .object({
    basis: z.enum(dueBases),
    days: z.int().nullable().describe("null: no day"),
    reason: z.string(),
    set: z.object({ by: z.string(), at: Instant }).nullable().describe("null: as it was suggested"),
  })
  .register(named, { id: "DueRule", description: "Within how many days an exposure is to be seen to, by how grave it is." });

export const Rotation = z
  .object({
    id: z.uuid(),
    state: z
      .enum(["asked", "unproven", "cannot", "done", "withdrawn"])
      .describe("unproven: its owner calls it rotated, and the old one is not known to be dead."),
    note: z.string().nullable(),
    due: Instant,
    asked: z.object({ by: z.string(), at: Instant }),
    answer: z.object({ by: z.string(), at: Instant, reason: z.string().nullable() }).nullable(),
    exposure: z.object({ id: z.uuid(), title: z.string(), hint: z.string(), severity: Severity, validity: z.enum(validities) }),
    token: Ref.extend({ connection: z.string() }),
    owner: z.string().nullable(),
    places: Count,
    channels: z.array(Channel),
    rotate: z.string().nullable(),
  })
  .register(named, { id: "Rotation", description: "That the owner of an exposed token is asked to rotate it." });

const Chain = z
  .object({
    systems: z.array(
      Ref.extend({
        step: z.int().describe("1: the system that its own token is of."),
        by: z.uuid().describe("The exposure by which it was reached first."),
        secrets: z.array(
          z.object({
            id: z.uuid(),
            title: z.string(),
            hint: z.string(),
            severity: Severity,
            validity: z.enum(validities),
            place: z.object({ path: z.string(), channel: Channel }),
            token: Ref.nullable(),
            opens: Ref.nullable().describe("The system which that token is of."),
          }),
        ),
        more: Count.describe("Secrets beyond those."),
        atLeast: z.boolean().describe("So many places lie there that not all were looked at: there may be more."),
      }),
    ),
    cut: z.boolean().describe("More systems would follow."),
  })
  .register(named, { id: "ExposureChain", description: "Exposed secrets that stand at the address of the system that a secret opens, step by step." });

export const ExposureWithPlaces = Exposure.extend({
  rotate: z.string().nullable().describe("How its kind is rotated."),
  checked: z
    .object({ at: Instant, how: z.string().nullable(), by: z.string().nullable() })
    .nullable()
    .describe("When its validity was looked at, how and by whom."),
  silent: z
    .object({ at: Instant.nullable(), why: z.enum(triedOutcomes).exclude(["answered"]) })
    .nullable()
    .describe("The last try, where it told nothing: what was known before stands."),
  retry: Instant.nullable().describe("When it is tried again."),
  closed: Instant.nullable(),
  possible: z
    .array(
      z.object({
        token: Ref.extend({ state: z.string(), class: z.string(), connection: z.string() }),
        score: z.int().describe("Of 100; at most 90, since ends alone make nothing certain."),
        why: z.array(z.string()),
      }),
    )
    .describe("Where no token answers to it: listed ones whose shown ends are the same. Never set as its token."),
  chain: Chain.nullable().describe("Null where no connection lists its token."),
  refusal: z.string().nullable().describe("Why the revocation of its token can't be requested; null where it can."),
  suppressions: z.array(Suppression),
  dueByHand: z.boolean(),
  rotations: z.array(Rotation),
  comments: z.object({ rows: z.array(Comment), total: Count }).describe("The latest hundred, the oldest of them first."),
  stages: z.array(z.object({ name: z.string(), at: Instant.nullable(), state: z.enum(["done", "unknown", "waiting", "never"]), request: z.int().nullable() })),
  occurrences: z.object({ data: z.array(Occurrence), next: z.string().nullable() }),
}).register(named, { id: "ExposureWithPlaces" });

const ReadablePlace = z.object({
  channel: Channel,
  path: z.string(),
  source: Ref,
  basis: z.enum(readableBases).describe("How the source shows that the person could read it; public: anybody could."),
  visibleAt: Instant.nullable().describe("Null where no source says: it may have come after the person left."),
});
export const ExposedByDeparture = z
  .object({
    leftAt: Instant.nullable(),
    emails: z.array(z.string()).describe("By which sources know the person."),
    userNames: z.array(z.string()).describe("Of linked accounts, by which their systems know the person. Without these and any address, nobody can tell."),
    exposures: z.array(z.object({ exposure: Exposure, places: z.array(ReadablePlace) })),
    total: Count,
    told: Count.describe("Sources with secrets in them of which it is known who could read each."),
    silent: z.array(SilentSource).describe("Those that do not tell, or not of each place."),
  })
  .register(named, { id: "ExposedByDeparture", description: "What somebody who left could merely see." });

const Reader = PersonRef.extend({
  leftAt: Instant.nullable(),
  basis: z.enum(readableBases).exclude(["public"]).describe("How the source shows it."),
  since: Instant.nullable().describe("Since when the secret was visible at the first place that they could read; null where no source says."),
});
export const Readers = z
  .object({
    places: z
      .object({ total: Count, told: Count.describe("Of so many the source tells who could read them.") })
      .describe("Conversations, repositories, tickets: each once, a thousand at most."),
    anybody: z.object({ places: Count, since: Instant.nullable() }).nullable().describe("Null where none is known to be public."),
    people: z.array(Reader).describe("Who left since it was visible first; a hundred at most."),
    known: Count.describe("All of them."),
    departed: Count.describe("Those of them who have left."),
    strangers: z.object({ names: z.array(z.string()), total: Count }).describe("Names that nobody of the directory has; a hundred are named."),
    unnamed: Count.describe("Readers whom a source does not name, at least."),
    silent: z.array(SilentSource).describe("Sources that do not tell it, or not of each place."),
  })
  .register(named, { id: "Readers", description: "Who could read the places of an exposure, or could once." });
