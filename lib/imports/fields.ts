import type { ImportKind } from "./kinds";

/** One thing a row can say. */
export interface Field {
  name: string;
  label: string;
  /** what is accepted, in words */
  help: string;
  required?: boolean;
  /** names under which listings of common systems carry it; compared without case, spaces and signs */
  synonyms: string[];
}

const field = (name: string, label: string, help: string, synonyms: string[], required = false): Field => ({ name, label, help, synonyms, required });
const date = "date or time, ISO 8601";
const person = "user name or e-mail of somebody in the directory";

/** What each kind of listing can say, most telling first. */
export const fields: Record<ImportKind, readonly Field[]> = {
  tokens: [
    field("id", "Id", "what the system calls it; unique there", ["token id", "key id", "access key id", "uuid", "identifier", "client id"], true),
    field(
      "class",
      "Class",
      "api_key, personal_access_token, oauth_grant, service_credential, ephemeral_secret, deploy_key or certificate",
      ["type", "kind", "token type", "credential type"],
      true,
    ),
    field("name", "Name", "text; the id where there is none", ["token name", "title", "label", "display name", "description", "note"]),
    field("secret", "Secret", "fingerprinted as it passes, then forgotten", ["token", "value", "api key", "password", "key", "plaintext"]),
    field("sha256", "Fingerprint (SHA-256)", "64 hexadecimal digits, or GitHub's base64", ["fingerprint", "hash", "hashed token", "token hash", "digest"]),
    field("keyId", "Key id", "text", ["public id", "kid"]),
    field("hint", "Hint", "prefix or last characters", ["prefix", "last four", "last eight", "token last eight", "preview"]),
    field("owner", "Owner", person, ["owner name", "owned by", "responsible", "contact"]),
    field("backup", "Backup owner", person, ["backup owner", "deputy", "secondary owner"]),
    field("purpose", "Purpose", "one sentence", ["reason", "used for", "business reason", "justification"]),
    field("workload", "Workload", "name of what uses it", ["service", "application", "app", "used by", "system", "workload name"]),
    field("environment", "Environment", "text, as in production", ["env", "stage", "tier"]),
    field("scopes", "Scopes", "separated by commas, semicolons or spaces, or a JSON list", ["scope", "permissions", "roles", "grants", "privileges"]),
    field("scopesUsed", "Scopes used", "as scopes", ["used scopes", "used permissions"]),
    field("reach", "Reach", "high or limited", ["access level", "blast radius"]),
    field("creator", "Creator", "account name at the system", [
      "created by",
      "author",
      "creator name",
      "user",
      "username",
      "user name",
      "issued to",
      "creator.userName",
      "creator.login",
    ]),
    field("creatorName", "Creator's full name", "text", ["creator.name", "creator full name"]),
    field("creatorEmail", "Creator's e-mail", "text", ["creator.email", "email", "user email"]),
    field("creatorEnabled", "Creator's account is enabled", "true or false", ["creator.enabled", "user enabled"]),
    field("created", "Created", date, ["created at", "created on", "creation date", "issued", "issued at", "token created at"]),
    field("expires", "Expires", `${date}, or never; empty = unknown`, [
      "expires at",
      "expiry",
      "expiry date",
      "expiration",
      "expiration date",
      "valid until",
      "not after",
      "expires on",
      "expiry.at",
    ]),
    field("lastUsed", "Last used", `${date}; empty = unknown`, ["last used at", "last used on", "last activity", "last seen", "last access", "last used date"]),
    field("rotated", "Rotated", date, ["rotated at", "last rotated", "rotation date"]),
    field("disabled", "Disabled", "date, or true or false", ["disabled at", "suspended", "inactive", "revoked"]),
    field("thirdParty", "Third party", "whom the grant is for", ["vendor", "third party app", "integration", "oauth app"]),
    field("parentKey", "Parent key", "what it can only be revoked through", ["signing key", "parent", "root key"]),
    field("familyCount", "Family: how many", "whole number, for ephemeral secrets", ["count", "instances", "family.count"]),
    field("familyLongest", "Family: longest life", "seconds", ["longest life", "max ttl", "longest ttl", "ttl", "family.longestSeconds"]),
  ],
  people: [
    field("id", "Id", "what the directory calls them; the user name where there is none", ["external id", "employee number", "employee id", "person id"]),
    field("userName", "User name", "unique", ["username", "login", "user", "account", "uid", "sam account name"], true),
    field("name", "Full name", "text", ["display name", "full name", "cn", "person"], true),
    field("email", "E-mail", "address", ["mail", "e-mail address", "email address"]),
    field("title", "Title", "text", ["job title", "position"]),
    field("department", "Department", "text", ["division", "organisation unit", "org unit"]),
    field("manager", "Manager", "id of a person in this listing", ["manager id", "reports to", "manager user name"]),
    field("status", "Status", "active, suspended or departed", ["state", "employment status"]),
    field("statusAt", "Status since", date, ["end date", "termination date", "departed at", "status date"]),
    field("teams", "Teams", "separated by commas or semicolons", ["groups", "team"]),
  ],
  teams: [
    field("id", "Id", "what the directory calls it; the name where there is none", ["external id", "team id", "group id"]),
    field("name", "Name", "text", ["team", "team name", "group", "display name"], true),
    field("members", "Members", `each a ${person}; separated by commas or semicolons`, ["people", "users", "member"]),
  ],
  workloads: [
    field("id", "Id", "what the register calls it; the name where there is none", ["external id", "workload id", "service id", "component id", "alias"]),
    field("name", "Name", "text", ["workload", "service", "service name", "component", "application", "title"], true),
    field("kind", "Kind", "service, pipeline, cron_job, saas_integration, appliance or agent", ["type", "workload kind"]),
    field("environment", "Environment", "text", ["env", "stage"]),
    field("description", "Description", "text", ["summary", "notes"]),
    field("owner", "Owner", person, ["owned by", "responsible", "contact"]),
    field("backup", "Backup owner", person, ["backup owner", "deputy"]),
    field("team", "Team", "name of a known team", ["owning team", "group", "squad", "team name"]),
    field("spiffeId", "SPIFFE ID", "spiffe://…", ["spiffe"]),
    field("oidcIssuer", "OIDC issuer", "address", ["issuer", "iss"]),
    field("oidcSubject", "OIDC subject", "text", ["subject", "sub"]),
  ],
  owners: [
    field("token", "Token", "id or name of a known token", ["token id", "id", "token name", "key id", "access key id"], true),
    field("system", "System", "name of its connection, where the id alone is not unique", ["connection", "source", "vendor"]),
    field("owner", "Owner", person, ["owned by", "responsible", "user", "contact", "email"], true),
    field("backup", "Backup owner", person, ["backup owner", "deputy", "secondary owner"]),
    field("team", "Team", "name of a known team", ["owning team", "group"]),
    field("purpose", "Purpose", "one sentence", ["reason", "used for", "justification"]),
  ],
  catalogue: [
    field("id", "Id", "what the catalogue calls it; the name where there is none", ["alias", "tag", "x cortex tag", "metadata.name", "identifier"]),
    field("name", "Name", "text", ["service", "service name", "component", "title", "entity"], true),
    field("kind", "Kind", "service, pipeline, cron_job, saas_integration, appliance or agent", ["type", "spec.type", "x cortex type"]),
    field("description", "Description", "text", ["metadata.description", "summary"]),
    field("owner", "Owner", `${person}, or a known team`, ["owners", "owner email", "spec.owner", "x cortex owners", "team", "group", "owning team"]),
  ],
};

/** The names of what must be there. */
export const requiredFields = (kind: ImportKind): Field[] => fields[kind].filter((one) => one.required);
