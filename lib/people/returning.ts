import type { Tx } from "../core/db";

/** What tells one human from another, as the directory gave it. */
export interface Traits {
  userName: string;
  displayName: string;
  email: string | null;
  /** the client's own id (SCIM externalId), where there is one */
  clientId: string | null;
  employeeNumber: string | null;
}
export interface Former extends Traits {
  id: string;
}

const fold = (text: string | null): string | null => text?.trim().normalize("NFKC").toLowerCase() || null;
const equal = (a: string | null, b: string | null): boolean => fold(a) !== null && fold(a) === fold(b);

/**
 * Whether a new directory record is a human who was removed before: the evidence in words, or null.
 * An employee number decides either way. Without one, the displayed name must agree, and the directory's own id, the user name or the
 * e-mail address: addresses get reused for other people, and joining two humans would make the tokens of the one who left look owned.
 */
export function sameHuman(former: Traits, arriving: Traits): string | null {
  if (fold(former.employeeNumber) && fold(arriving.employeeNumber))
    return equal(former.employeeNumber, arriving.employeeNumber) ? `same employee number ${arriving.employeeNumber}` : null;
  if (!equal(former.displayName, arriving.displayName)) return null;
  if (equal(former.clientId, arriving.clientId)) return `same id at the directory's client (${arriving.clientId}) and same name`;
  if (equal(former.userName, arriving.userName)) return `same user name ${arriving.userName} and same name`;
  return equal(former.email, arriving.email) ? `same e-mail address ${arriving.email} and same name` : null;
}

/** The one removed person of `source` who is this human, or null: nobody fits, or more than one does and none may be chosen. */
export async function findReturning(tx: Tx, source: string, arriving: Traits): Promise<{ id: string; evidence: string } | null> {
  const formers = await tx.$queryRaw<Former[]>`
    select id, user_name as "userName", display_name as "displayName", email, record ->> 'externalId' as "clientId", record ->> 'employeeNumber' as "employeeNumber"
    from person
    where source = ${source} and removed_at is not null and status = 'departed'
      and (lower(user_name) = lower(${arriving.userName}) or email = lower(${arriving.email})
        or record ->> 'externalId' = ${arriving.clientId} or record ->> 'employeeNumber' = ${arriving.employeeNumber})
    order by id for no key update`;
  const found = formers.flatMap((former) => {
    const evidence = sameHuman(former, arriving);
    return evidence ? [{ id: former.id, evidence }] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Whether anyone of `source` was ever removed: most first listings need no search at all. */
export async function hasRemoved(tx: Tx, source: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ any: boolean }[]>`select exists (select from person where source = ${source} and removed_at is not null) as any`;
  return row?.any ?? false;
}
