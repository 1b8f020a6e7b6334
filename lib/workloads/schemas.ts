import { z } from "zod";
import { OidcIssuer, OidcSubject, SpiffeId, WorkloadKind } from "../domain/workloads";

/** Text of a form: trimmed, and null when nothing was typed. */
const typed = <T extends z.ZodType<string, string>>(inner: T) =>
  z
    .string()
    .trim()
    .nullish()
    .transform((text) => text || null)
    .pipe(inner.nullable());

const fields = z.object({
  name: z.string().trim().min(1, "Give it the name that its people use.").max(200, "At most 200 characters."),
  kind: WorkloadKind,
  /** null = unknown */
  environment: typed(z.string().max(100, "At most 100 characters.")),
  description: typed(z.string().max(2000, "At most 2,000 characters.")),
  spiffeId: typed(SpiffeId),
  oidcIssuer: typed(OidcIssuer),
  oidcSubject: typed(OidcSubject),
  owner: z.uuid().nullish(),
  backup: z.uuid().nullish(),
  team: z.uuid().nullish(),
});

/** An issuer names nobody without a subject, and the other way round; whoever owns is not their own backup. */
const whole = (input: z.infer<typeof fields>, refine: z.core.$RefinementCtx) => {
  const say = (path: string, message: string) => refine.addIssue({ code: "custom", path: [path], message });
  if (input.oidcIssuer && !input.oidcSubject) say("oidcSubject", "Say which subject of this issuer it is.");
  if (input.oidcSubject && !input.oidcIssuer) say("oidcIssuer", "Say which issuer this subject is of.");
  if (input.backup && input.backup === input.owner) say("backup", "The backup must be someone else than the owner.");
};

export const CreateWorkloadInput = fields.superRefine(whole);
export const EditWorkloadInput = fields
  .extend({
    workload: z.uuid(),
    /** `changedAt` of what was shown: whoever saves over a newer version is told */
    seen: z.iso.datetime({ offset: true }),
  })
  .superRefine(whole);

const tokens = z.array(z.uuid()).min(1, "Choose at least one token.").max(500, "At most 500 tokens at a time.");
export const LinkTokensInput = z.object({ workload: z.uuid(), tokens });
export const UnlinkTokenInput = z.object({ workload: z.uuid(), token: z.uuid() });

export const MergeWorkloadsInput = z
  .object({ from: z.uuid(), into: z.uuid() })
  .refine(({ from, into }) => from !== into, { path: ["into"], message: "Choose another workload than this one." });
export const UndoMergeInput = z.object({ workload: z.uuid() });

export const SplitWorkloadInput = z
  .object({
    workload: z.uuid(),
    name: fields.shape.name,
    kind: WorkloadKind,
    environment: fields.shape.environment,
    tokens: z.array(z.uuid()).max(5000),
    destinations: z.array(z.uuid()).max(500),
  })
  .refine(({ tokens: t, destinations: d }) => t.length + d.length > 0, { path: ["tokens"], message: "Choose what the new workload takes along." });

export const SetLegacyInput = z.object({
  workload: z.uuid(),
  reason: z.string().trim().min(10, "Say what keeps it from short-lived credentials, in a sentence.").max(2000, "At most 2,000 characters."),
  until: z.iso.date("Give the day until which this holds."),
});
export const EndLegacyInput = z.object({ workload: z.uuid() });

/** Addresses may carry credentials before an "@": those are secrets, and secrets are not kept here. */
const destination = z
  .string()
  .trim()
  .min(1, "Name the host or system that it reaches.")
  .max(500, "At most 500 characters.")
  .refine(
    (text) => !/^[^\s/]*:\/\/[^\s/@]*:[^\s/]*@/.test(text) && !/^[^\s/:@]+:[^\s/@]+@/.test(text),
    "Leave user name and password out: secrets are never stored here.",
  );
export const AddDestinationInput = z.object({ workload: z.uuid(), destination, token: z.uuid().nullish() });
export const RemoveDestinationInput = z.object({ destination: z.uuid() });

/** A list in a URL: `a,b`; empty means no filter. */
const several = <T extends z.ZodType>(item: T) =>
  z.preprocess((value) => (value === undefined || value === null || value === "" ? undefined : String(value).split(",")), z.array(item).max(100).optional());

export const workloadSorts = ["name", "kind", "environment", "owner", "tokens", "legacy", "changed"] as const;
export type WorkloadSort = (typeof workloadSorts)[number];

/** What narrows the list of workloads. `unknown` as an environment means that nobody said. */
export const WorkloadFilters = z.object({
  q: z.string().trim().max(200).optional(),
  kind: several(WorkloadKind),
  environment: several(z.string().min(1).max(100)),
  owner: z.enum(["some", "none", "departed"]).optional(),
  legacy: z.enum(["yes", "no", "overdue"]).optional(),
  /** owned or stood in for by this person */
  person: z.uuid().optional(),
  team: z.uuid().optional(),
});
export type WorkloadFilters = z.infer<typeof WorkloadFilters>;

export const WorkloadListInput = WorkloadFilters.extend({
  /** a column, reversed by "-" before it */
  sort: z
    .string()
    .regex(new RegExp(`^-?(${workloadSorts.join("|")})$`), "is not a column to sort by")
    .default("name"),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type WorkloadListInput = z.infer<typeof WorkloadListInput>;
