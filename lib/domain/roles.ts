import { z } from "zod";

export const roles = ["security_manager", "token_owner", "approver", "auditor", "administrator"] as const;
export const RoleName = z.enum(roles);
export type RoleName = z.infer<typeof RoleName>;
