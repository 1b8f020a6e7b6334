import { z } from "zod";
import { RoleName } from "../domain/role-name";

export const PersonStatus = z.enum(["active", "suspended", "departed"]);
export type PersonStatus = z.infer<typeof PersonStatus>;

export const RoleInput = z.object({ personId: z.uuid(), role: RoleName });

export const PersonFilters = z.object({
  /** part of a name, user name or e-mail address */
  search: z.string().trim().max(200).optional(),
  status: PersonStatus.optional(),
  /** holds the role, counting or not */
  role: RoleName.optional(),
  team: z.uuid().optional(),
  /** only who holds a role or a key: those who use the product */
  involved: z.boolean().default(false),
});
export const PersonListInput = PersonFilters.extend({
  cursor: z.string().max(2000).optional(),
  limit: z.int().min(1).max(200).default(50),
});
export type PersonListInput = z.output<typeof PersonListInput>;
