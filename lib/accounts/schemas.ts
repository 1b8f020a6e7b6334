import { z } from "zod";

export const accountKinds = ["user", "service", "unknown"] as const;
export const accountStatuses = ["enabled", "disabled", "unknown"] as const;
export const linkStates = ["unlinked", "linked"] as const;
export type LinkState = (typeof linkStates)[number];

export const AccountFilters = z.object({
  /** part of a name, user name or e-mail address; no text holds NUL, so nothing is found by it */
  q: z
    .string()
    .trim()
    .max(200)
    .transform((text) => text.replaceAll("\0", "\uFFFD"))
    .optional(),
  connection: z.uuid().optional(),
  link: z.enum(linkStates).optional(),
  kind: z.enum(accountKinds).optional(),
  /** has an open finding of this rule */
  finding: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}$/, "is not the id of a rule")
    .optional(),
});
export type AccountFilters = z.output<typeof AccountFilters>;

export const AccountListInput = AccountFilters.extend({
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
