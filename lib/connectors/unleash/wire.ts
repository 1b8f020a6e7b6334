import { z } from "zod";

// What Unleash 7.5.1 answers, as far as we read it. Fields that we do not name are dropped at once; several of them are secrets
// (alias, inviteLink, the secret of one's own token).

const date = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** A row of GET /api/admin/api-tokens. `secret` is the whole credential. */
export const ApiToken = z.object({
  secret: z.string().min(1),
  tokenName: z.string().min(1),
  // "backend" is shown as "client" by 7.5.1; both are taken
  type: z.enum(["client", "backend", "frontend", "admin"]),
  environment: z.string().min(1).default("*"),
  projects: z.array(z.string()).min(1),
  createdAt: date,
  expiresAt: date.nullish(),
  seenAt: date.nullish(),
});
export type ApiToken = z.infer<typeof ApiToken>;
export const ApiTokens = z.object({ tokens: z.array(z.unknown()) });

export const Environments = z.object({ environments: z.array(z.object({ name: z.string(), type: z.string() })) });

/** A row of GET /api/admin/user-admin (users) and /api/admin/service-account (Unleash Enterprise). */
export const Account = z.object({
  id: z.int().positive(),
  name: z.string().nullish(),
  username: z.string().nullish(),
  email: z.string().nullish(),
  accountType: z.string().nullish(),
  seenAt: date.nullish(),
  createdAt: date.nullish(),
});
export type Account = z.infer<typeof Account>;
export const Users = z.object({ users: z.array(z.unknown()) });
export const ServiceAccounts = z.object({ serviceAccounts: z.array(z.unknown()) });

/** GET /api/admin/search/events?type=IS:api-token-created */
export const CreationEvent = z.object({
  createdByUserId: z.int().nullish(),
  createdAt: date,
  data: z.object({ tokenName: z.string(), createdAt: date.nullish() }),
});
export type CreationEvent = z.infer<typeof CreationEvent>;
export const Events = z.object({ events: z.array(z.unknown()), total: z.int() });

/** GET /api/admin/user: what the credential may do. */
export const OwnPermissions = z.object({ permissions: z.array(z.object({ permission: z.string() })) });

/** GET /api/admin/instance-admin/statistics */
export const Statistics = z.object({ versionOSS: z.string(), versionEnterprise: z.string().nullish() });

/** How Unleash says no to a known user (its own errors have a name), and how it refuses an API token at its door. */
export const NamedError = z.object({ name: z.string(), message: z.string() });
export const DoorRefusal = z.strictObject({ message: z.string() });
