import { z } from "zod";

// What Glewlwyd 2.7.5 answers, as far as we read it. Fields that we do not name are dropped at once: the list of plugins holds the keys
// with which tokens are signed.

/** Seconds since 1970; a text on SQLite. */
const seconds = z.coerce
  .number()
  .int()
  .positive()
  .transform((count) => new Date(count * 1000));
const text = z.string().nullish();

/** A row of GET /key/. The hash identifies the key and is no secret: the key itself has 190 random bits. */
export const ApiKey = z.object({
  token_hash: z.string().min(8),
  username: z.string().min(1),
  issued_at: seconds,
  issued_for: text,
  user_agent: text,
  enabled: z.boolean(),
});
export type ApiKey = z.infer<typeof ApiKey>;

/** A row of GET /<plugin>/profile/token (OAuth 2 plugin) and GET /<plugin>/token (OpenID Connect plugin). */
export const RefreshToken = z.object({
  token_hash: z.string().min(8),
  client_id: text,
  issued_at: seconds,
  expires_at: seconds,
  last_seen: seconds,
  issued_for: text,
  enabled: z.boolean(),
});
export type RefreshToken = z.infer<typeof RefreshToken>;

export const User = z.object({
  username: z.string().min(1),
  name: text,
  email: text,
  enabled: z.boolean(),
});
export type User = z.infer<typeof User>;

export const Plugin = z.object({ module: z.string(), name: z.string().regex(/^[\w.~-]+$/), enabled: z.boolean() });
export type Plugin = z.infer<typeof Plugin>;

export const Rows = z.array(z.record(z.string(), z.unknown()));
