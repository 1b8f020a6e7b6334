import { z } from "zod";

// What Directus 11.3.5 answers, as far as we read it. Secrets are concealed (`**********`), so a token only says that there is one.

const date = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const text = z.string().nullish();

const Policies = z.array(z.object({ policy: z.object({ name: z.string(), admin_access: z.boolean().nullish() }).nullable() })).nullish();

/** A row of GET /users with the fields of `userFields`. */
export const User = z.object({
  id: z.uuid(),
  email: text,
  first_name: text,
  last_name: text,
  status: z.string().min(1),
  token: text,
  last_access: date.nullish(),
  role: z.object({ name: z.string(), parent: z.unknown(), policies: Policies }).nullish(),
  policies: Policies,
});
export type User = z.infer<typeof User>;
export const userFields = [
  ...["id", "email", "first_name", "last_name", "status", "token", "last_access", "role.name", "role.parent"],
  ...["role.policies.policy.name", "role.policies.policy.admin_access", "policies.policy.name", "policies.policy.admin_access"],
].join(",");

/** A change of a user, from GET /revisions: which of the two fields we follow it set, and when. */
export const Revision = z.object({
  item: z.string(),
  delta: z.object({ token: text, status: text }).nullish(),
  activity: z.object({ timestamp: date }),
});
export type Revision = z.infer<typeof Revision>;

export const List = z.object({ data: z.array(z.unknown()), meta: z.object({ filter_count: z.int().nonnegative() }) });
export const Globals = z.object({ data: z.object({ admin_access: z.boolean() }) });
export const Info = z.object({ data: z.object({ version: z.string() }) });
export const OwnId = z.object({ data: z.object({ id: z.uuid() }) });
export const Changed = z.object({ data: z.object({ status: z.string().optional(), token: text }) });
/** How Directus says no. */
export const Refusal = z.object({ errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).min(1) });
