import { z } from "zod";

/** An account that may read. Never without a password: a directory answers that with "success", as anonymous (RFC 4513 §5.1.2). */
export const LdapCredential = z.strictObject({ bindDn: z.string().trim().min(3), password: z.string().min(1) });
export type LdapCredential = z.infer<typeof LdapCredential>;

/** A field of a form left empty means the default. */
const optional = <S extends z.ZodType>(schema: S) => z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
const attribute = z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, "must be an attribute's name");

export const LdapSettings = z.strictObject({
  /** where people are: ou=people,dc=example,dc=com */
  base: z.string().trim().min(3),
  /** which entries are people; by default what the kind of directory calls one */
  filter: optional(z.string().trim().startsWith("(", "must be an LDAP filter, like (objectClass=inetOrgPerson)")),
  kind: optional(z.enum(["openldap", "active_directory", "389ds"])).transform((kind) => kind ?? "openldap"),
  /** attribute of the sign-in name; by default uid, with Active Directory userPrincipalName */
  userName: optional(attribute),
  /** entries per page; servers often allow at most 500 or 1000 */
  pageSize: z.coerce.number().int().min(1).max(1000).default(500),
  /** pwdLockoutDuration of the policy in force, in seconds: a lock older than that is over. 0 = a lock holds until it is taken away */
  lockoutSeconds: z.coerce.number().int().min(0).default(0),
});
export type LdapSettings = z.infer<typeof LdapSettings>;
