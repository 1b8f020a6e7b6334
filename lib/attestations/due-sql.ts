import { Prisma } from "../core/db";
import { attestationDue, attestDays } from "../detection/attestation-sql";

/**
 * How often My tokens asks an owner whether a token is still theirs, where no TTL policy says: twice a year. A suggestion, not a norm: no
 * framework names a number. PCI DSS 4.0.1 (7.2.4) reviews access twice a year, and 180 days is what that comes to. Nothing is overdue by it.
 */
export const suggestedAttestDays = 180;
/** Tokens whose date is this near are shown as due already, so that nobody has to wait for the day. */
export const dueSoonDays = 14;

/** When somebody last said of `token t` that it is theirs; null = never. */
export const lastMine = Prisma.sql`(select max(la.at) from attestation la where la.token_id = t.id and la.answer = 'mine')`;

/** When the owner of `token t` is asked next: by policy, or as we suggest. */
export const askedAt = attestationDue(lastMine, Prisma.sql`coalesce(${attestDays}, ${suggestedAttestDays})`);
/** Whether the answer for `token t` is overdue at `now`: by policy alone. */
export const isOverdue = (now: Date): Prisma.Sql => Prisma.sql`coalesce(${attestationDue(lastMine, attestDays)} <= ${now}, false)`;
