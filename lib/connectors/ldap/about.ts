import type { CatalogField } from "../catalog-entry";

// What is known of the connector without running it; safe in browsers.

export const ldapTitle = "LDAP directory";

const plain = { secret: false, required: false };

export const ldapSettingsFields: CatalogField[] = [
  { ...plain, required: true, name: "base", label: "Base", help: "Where people are.", placeholder: "ou=people,dc=example,dc=com" },
  {
    ...plain,
    name: "kind",
    label: "Kind of directory",
    help: "openldap (the default), active_directory or 389ds: it says which attributes hold the lasting id, the sign-in name and the lock.",
    placeholder: "openldap",
  },
  {
    ...plain,
    name: "filter",
    label: "Filter",
    help: "Which entries are people, when not all that the kind of directory calls so.",
    placeholder: "(&(objectClass=inetOrgPerson)(employeeType=staff))",
  },
];

export const ldapReadFields: CatalogField[] = [
  {
    name: "bindDn",
    label: "Bind DN",
    help: "An account of Countersign's own that may read people, their lasting ids (entryUUID, objectGUID or nsUniqueId) and what says that they are locked (pwdAccountLockedTime, userAccountControl or nsAccountLock), and nothing else.",
    placeholder: "cn=countersign,ou=services,dc=example,dc=com",
    secret: false,
    required: true,
  },
  { name: "password", label: "Password", help: "Of that account.", placeholder: "", secret: true, required: true },
];
