import { z } from "zod";
import type { PersonRecord } from "../../../lib/people/upsert-person";
import { checked, ScimFault } from "./fault";
import { type applyOperations, asJson } from "./patch";
import { countersignSchema, enterpriseSchema, UserSchema } from "./schema";
import type { ScimSettings } from "./settings";
import { standingOf } from "./status";

export type ScimResource = Awaited<ReturnType<typeof applyOperations>>;

const text = z.string().trim().max(1000);
const User = z.looseObject({
  userName: text.min(1, "must not be empty").max(400),
  externalId: text.min(1).max(400).optional(),
  displayName: text.optional(),
  name: z.looseObject({ formatted: text.optional(), givenName: text.optional(), familyName: text.optional() }).optional(),
  title: text.optional(),
  active: z.boolean().optional(),
  emails: z.array(z.looseObject({ value: text.optional(), type: text.optional(), primary: z.boolean().optional() })).optional(),
  [enterpriseSchema]: z
    .looseObject({ department: text.optional(), employeeNumber: text.optional(), manager: z.looseObject({ value: text.optional() }).optional() })
    .optional(),
  [countersignSchema]: z.looseObject({ endDate: z.coerce.date().optional() }).optional(),
});

/** Coerces a sent or patched user by RFC 7643's schema; what the schema doesn't know is dropped. Throws invalidValue. */
export function coerceUser(resource: object): ScimResource {
  const { id: _id, meta: _meta, groups: _groups, password: _password, ...kept } = asJson(checked("invalidValue", () => new UserSchema(resource, "in")));
  return kept;
}

/** The person that a coerced SCIM user stands for. `id` is its SCIM id. Throws invalidValue. */
export function personOf(id: string, resource: ScimResource, settings: ScimSettings, now: Date): PersonRecord {
  const parsed = User.safeParse(resource);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ScimFault(400, "invalidValue", `${issue?.path.join(".")}: ${issue?.message}`);
  }
  const user = parsed.data;
  const enterprise = user[enterpriseSchema];
  const given = [user.name?.givenName, user.name?.familyName].filter(Boolean).join(" ");
  const emails = user.emails?.filter((email) => email.value) ?? [];
  const email = emails.find((one) => one.primary) ?? emails.find((one) => one.type === "work") ?? emails[0];
  return {
    id,
    externalId: id,
    userName: user.userName,
    displayName: user.displayName || user.name?.formatted || given || user.userName,
    email: email?.value?.toLowerCase() ?? null,
    title: user.title || null,
    department: enterprise?.department || null,
    manager: enterprise?.manager?.value || null,
    employeeNumber: enterprise?.employeeNumber || null,
    groups: [],
    ...standingOf(user.active ?? true, user[countersignSchema]?.endDate ?? null, settings, now),
    record: { externalId: user.externalId, scim: resource },
  };
}
