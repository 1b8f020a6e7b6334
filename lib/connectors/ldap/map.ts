import type { PersonSighting, Reject } from "../contract";
import type { LdapSettings } from "./credential";
import { bytes, generalizedTime, guid, type Row, text, texts } from "./wire";

interface Kind {
  filter: string;
  id: string;
  userName: string[];
  /** of status: operational attributes are sent only when asked for by name */
  status: string[];
}

/** How each kind of directory names a person, and what says that one is locked. */
export const kinds: Record<LdapSettings["kind"], Kind> = {
  openldap: { filter: "(objectClass=inetOrgPerson)", id: "entryUUID", userName: ["uid"], status: ["pwdAccountLockedTime"] },
  active_directory: {
    filter: "(&(objectCategory=person)(objectClass=user))",
    id: "objectGUID",
    userName: ["userPrincipalName", "sAMAccountName"],
    status: ["userAccountControl"],
  },
  "389ds": { filter: "(objectClass=inetOrgPerson)", id: "nsUniqueId", userName: ["uid"], status: ["nsAccountLock", "pwdAccountLockedTime"] },
};

/** The attributes to ask for. */
export function attributesOf(settings: LdapSettings): string[] {
  const kind = kinds[settings.kind];
  const names = settings.userName ? [settings.userName] : kind.userName;
  return [kind.id, ...names, ...kind.status, "displayName", "cn", "givenName", "sn", "mail", "title", "department", "departmentNumber", "manager", "memberOf"];
}

/** The entry's lasting id: unlike its name, it survives a move and a rename. Null where the directory does not show it. */
export function idOf(row: Row, settings: LdapSettings): string | null {
  const name = kinds[settings.kind].id;
  const binary = bytes(row, name);
  return binary ? guid(binary) : text(row, name);
}

type Status = Pick<PersonSighting, "status" | "statusAt" | "statusSource">;

/** What the directory says of the account. A locked one is suspended: the directory alone does not say that its person left. */
export function statusOf(row: Row, settings: LdapSettings, now: Date): Status {
  const locked = text(row, "pwdAccountLockedTime");
  if (locked) {
    const at = generalizedTime(locked);
    // 000001010000Z means locked for good (draft-behera-ldap-password-policy-10 §5.3.3). Any other time: since when, after failed sign-ins.
    const over = at !== null && settings.lockoutSeconds > 0 && at.getTime() + settings.lockoutSeconds * 1000 <= now.getTime();
    if (!over) return { status: "suspended", statusAt: at, statusSource: `ldap: pwdAccountLockedTime=${locked}` };
  }
  if (text(row, "nsAccountLock")?.toLowerCase() === "true") return { status: "suspended", statusAt: null, statusSource: "ldap: nsAccountLock=true" };
  const control = text(row, "userAccountControl");
  if (control && /^\d+$/.test(control) && (Number(control) & 2) !== 0)
    return { status: "suspended", statusAt: null, statusSource: `ldap: userAccountControl=${control} (ACCOUNTDISABLE)` };
  return { status: "active", statusAt: null, statusSource: "ldap: listed, not locked" };
}

/** A person, or why the entry is none we can use. `managerId` is the lasting id of the manager, looked up by the caller. */
export function personOf(row: Row, settings: LdapSettings, managerId: string | null, now: Date): PersonSighting | Reject {
  const id = idOf(row, settings);
  if (!id)
    return {
      reference: row.dn,
      field: kinds[settings.kind].id,
      reason: "is missing: the reading account may not see it, or the kind of directory is set wrong",
    };
  const names = settings.userName ? [settings.userName] : kinds[settings.kind].userName;
  const userName = text(row, ...names);
  if (!userName) return { reference: row.dn, field: names.join(" or "), reason: "is missing" };
  const full = [text(row, "givenName"), text(row, "sn")].filter(Boolean).join(" ");
  return {
    externalId: id,
    userName,
    displayName: text(row, "displayName") ?? (full || text(row, "cn") || userName),
    email: text(row, "mail")?.toLowerCase() ?? null,
    title: text(row, "title"),
    department: text(row, "department", "departmentNumber"),
    manager: managerId,
    groups: texts(row, "memberOf"),
    ...statusOf(row, settings, now),
  };
}
