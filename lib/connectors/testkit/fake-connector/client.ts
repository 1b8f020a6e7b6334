import { z } from "zod";
import type { ReadConnection, TokenSighting } from "../../contract";

export const FakeCredential = z.strictObject({ managementKey: z.string().min(1), controlSecret: z.string().min(1) });
export type FakeCredential = z.infer<typeof FakeCredential>;

export const Listing = z.object({ items: z.array(z.unknown()), total: z.int(), next: z.string().nullable() });
const date = z.iso.datetime().transform((text) => new Date(text));
export const TokenRow = z.object({
  id: z.string().min(1),
  name: z.string(),
  secret: z.string().min(1),
  scopes: z.array(z.string()),
  environment: z.string().nullable(),
  level: z.enum(["admin", "normal"]).nullable(),
  creator: z.string().nullable(),
  created_at: date,
  expires_at: date.nullable(),
  last_used_at: date.nullable(),
  disabled_at: date.nullable(),
});
export type TokenRow = z.infer<typeof TokenRow>;
export const AccountRow = z.object({
  id: z.string().min(1),
  name: z.string(),
  email: z.string().nullable(),
  kind: z.enum(["user", "service"]),
  enabled: z.boolean(),
});

export const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

const source = "Fake vendor";
export function sightingOf({ fingerprint }: Pick<ReadConnection, "fingerprint">, row: TokenRow): TokenSighting {
  return {
    class: "api_key",
    handle: { id: row.id },
    name: row.name,
    hint: `…${row.secret.slice(-4)}`,
    fingerprints: [fingerprint(row.secret)],
    scopes: [...row.scopes].sort(),
    reach:
      row.level === null
        ? null
        : row.level === "admin"
          ? { level: "high", summary: "administers everything" }
          : { level: "limited", summary: "its scopes alone" },
    environment: row.environment,
    creator: row.creator === null ? null : { account: row.creator, source },
    created: { at: row.created_at, source },
    expiry: row.expires_at === null ? { kind: "never", source } : { kind: "at", at: row.expires_at, source },
    lastUsed: row.last_used_at && { at: row.last_used_at, source },
    disabledAt: row.disabled_at,
  };
}
