import { z } from "zod";
import { controls } from "../detection/controls";
import { TokenClass } from "../domain/tokens";

/** How a control is written in a policy: framework:version/id. */
export const controlKey = ({ framework, version, id }: { framework: string; version: string; id: string }): string => `${framework}:${version}/${id}`;
/** Every control that a policy may answer, by key. */
export const controlsByKey: ReadonlyMap<string, { key: string; title: string }> = new Map(
  Object.values(controls).map((control) => [controlKey(control), { key: controlKey(control), title: control.title }]),
);

/** An empty field of a form is no limit. */
const days = z.preprocess(
  (value) => (value === "" || value === undefined ? null : value),
  z.coerce.number().int().min(1, "At least one day.").max(36_500, "At most a hundred years.").nullable(),
);

export const policyEnvironments = ["production", "other"] as const;

export const SetTtlPolicyInput = z
  .object({
    /** null = every class */
    class: TokenClass.nullable(),
    /** null = every environment; "production" holds for unknown ones too */
    environment: z.enum(policyEnvironments).nullable(),
    longestDays: days,
    rotateDays: days,
    unusedDays: days,
    attestDays: days,
    rationale: z.string().trim().min(10, "Say in a sentence why these numbers.").max(2000),
    control: z.string().refine((key) => controlsByKey.has(key), "is not a control of the catalogue"),
  })
  .refine(({ longestDays, rotateDays, unusedDays, attestDays }) => [longestDays, rotateDays, unusedDays, attestDays].some((limit) => limit !== null), {
    message: "Set at least one limit.",
    path: ["longestDays"],
  });
export type SetTtlPolicyInput = z.infer<typeof SetTtlPolicyInput>;

export const EndTtlPolicyInput = z.object({ policy: z.uuid(), reason: z.string().trim().min(1, "Say why.").max(2000) });
