import { z } from "zod";

// What GitHub's API 2022-11-28 answers, as far as we read it (its own description: testkit/description.json).

const date = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const permissions = z.record(z.string(), z.string()).optional();

/** A fine-grained token's grant to the organization, from GET /orgs/{org}/personal-access-tokens. */
export const Grant = z.object({
  id: z.int(),
  owner: z.object({ login: z.string().min(1) }),
  repository_selection: z.enum(["none", "all", "subset"]),
  permissions: z.object({ organization: permissions, repository: permissions, other: permissions }),
  access_granted_at: date,
  token_id: z.int(),
  token_name: z.string(),
  token_expires_at: date.nullable(),
  token_last_used_at: date.nullable(),
});
export type Grant = z.infer<typeof Grant>;

export const DeployKey = z.object({
  id: z.int(),
  key: z.string().min(1),
  title: z.string(),
  read_only: z.boolean(),
  created_at: date,
  added_by: z.string().nullish(),
  last_used: date.nullish(),
});
export type DeployKey = z.infer<typeof DeployKey>;

export const Installation = z.object({
  id: z.int(),
  app_id: z.int(),
  app_slug: z.string(),
  repository_selection: z.string(),
  permissions: z.record(z.string(), z.string()),
  created_at: date,
  suspended_at: date.nullish(),
});
export type Installation = z.infer<typeof Installation>;

/** Of GET /apps/{app_slug}: who made the app. A user or an organization has a login, an enterprise has none. */
export const App = z.object({ owner: z.object({ login: z.string().min(1).optional() }) });

export const Repository = z.object({ full_name: z.string().regex(/^[\w.-]+\/[\w.-]+$/) });
export const Member = z.object({ login: z.string().min(1), type: z.string() });
export type Member = z.infer<typeof Member>;

export const Rows = z.array(z.unknown());
export const Installations = z.object({ total_count: z.int(), installations: Rows });
export const AccessToken = z.object({ token: z.string().min(1) });
export const Organization = z.object({ login: z.string() });
/** How GitHub says no. */
export const Refusal = z.object({ message: z.string() });
