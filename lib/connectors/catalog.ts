import type { CredentialUse } from "../domain/credential-use";
import type { CatalogField, CatalogVendor } from "./catalog-entry";
import { declarativeReadFields, declarativeRevokeFields, declarativeSettingsFields, declarativeTitle, fieldsFor } from "./declarative/about";
import type { Declared } from "./declarative/declared";
import { directusEntry } from "./directus/form";
import { githubEntry } from "./github/form";
import { glewlwydEntry } from "./glewlwyd/form";
import { ldapReadFields, ldapSettingsFields, ldapTitle } from "./ldap/about";
import { unleashEntry } from "./unleash/form";

// What web shows about vendors. Plain data: no connector's code comes along, so it is safe in browsers.

/** A vendor without a connector yet, and how its tokens can be seen all the same. */
export interface NotYet {
  title: string;
  wayIn: string;
}

export const catalog: readonly CatalogVendor[] = [
  unleashEntry,
  directusEntry,
  githubEntry,
  glewlwydEntry,
  {
    vendor: "ldap",
    title: ldapTitle,
    abilities: {},
    blindSpots: [],
    origin: { placeholder: "ldaps://ldap.example.com", help: "ldaps://host, or ldap://host:389, which begins with StartTLS. Nothing is ever sent in clear." },
    settings: ldapSettingsFields,
    readCredential: ldapReadFields,
    revokeCredential: null,
  },
  {
    vendor: "declarative",
    title: declarativeTitle,
    // these stand in the file
    abilities: {},
    blindSpots: [],
    origin: {
      placeholder: "https://api.example.com",
      help: "Scheme, host and port of the system, without a path. Nothing that the file says leads away from it.",
    },
    settings: declarativeSettingsFields,
    readCredential: declarativeReadFields,
    revokeCredential: declarativeRevokeFields,
  },
];

const csv = "Bring that list in as CSV on the Imports page.";

/** Not supported yet. Each way in is the vendor's own list. */
export const notYet: readonly NotYet[] = [
  {
    title: "AWS IAM",
    wayIn: `\`aws iam generate-credential-report\`, then \`get-credential-report\`, lists every user's access keys with age and last use. ${csv}`,
  },
  { title: "Atlassian", wayIn: `Organisation administrators see the API tokens of managed accounts in Atlassian Administration. ${csv}` },
  {
    title: "GitLab",
    wayIn: `Administrators list all tokens with \`GET /api/v4/personal_access_tokens\`; groups and projects list theirs under Access tokens. ${csv}`,
  },
  { title: "Google Cloud", wayIn: `\`gcloud iam service-accounts keys list\` shows the keys of each service account. ${csv}` },
  { title: "HashiCorp Vault", wayIn: `\`vault list auth/token/accessors\` gives the accessors, which look tokens up without showing them. ${csv}` },
  {
    title: "Microsoft Entra ID",
    wayIn: `Microsoft Graph lists the secrets and certificates of app registrations under \`/applications\`, by key id and end date. ${csv}`,
  },
  { title: "npm registries", wayIn: `Each user lists their own with \`npm token list\`; registries have no list over all users. ${csv}` },
  { title: "Okta", wayIn: `Security → API → Tokens lists API tokens with their creator; \`GET /api/v1/api-tokens\` gives the same. ${csv}` },
];

/** A vendor's entry; null where there is no connector for it, as with imported listings. */
export const catalogVendor = (vendor: string): CatalogVendor | null => catalog.find((entry) => entry.vendor === vendor) ?? null;

/** Which fields a credential has: the vendor's, or of these the ones that a connection's declaration asks for. Null = the vendor takes none. */
export function credentialFields(vendor: string, use: CredentialUse, declared: Needs | null): readonly CatalogField[] | null {
  const entry = catalogVendor(vendor);
  if (!entry || (use === "revoke" && declared?.endsNothing)) return null;
  const fields = use === "read" ? entry.readCredential : entry.revokeCredential;
  return fields && declared ? fieldsFor(fields, declared) : fields;
}
type Needs = Pick<Declared, "basic" | "probes" | "endsNothing">;

/** A connection's kind, for people. */
export const vendorTitle = (vendor: string, declared: Pick<Declared, "system"> | null): string =>
  declared ? `${declared.system} (by declaration)` : (catalogVendor(vendor)?.title ?? vendor);
