import type { CredentialUse } from "../domain/credential-use";
import type { TokenClass } from "../domain/tokens";
import type { Abilities } from "./contract";
import { declarativeReadFields, declarativeRevokeFields, declarativeSettingsFields, declarativeTitle, fieldsFor } from "./declarative/about";
import type { Declared } from "./declarative/declared";
import { directusAbilities, directusBlindSpots, directusTitle } from "./directus/about";
import { githubAbilities, githubBlindSpots, githubTitle } from "./github/about";
import { glewlwydAbilities, glewlwydBlindSpots, glewlwydTitle } from "./glewlwyd/about";
import { ldapReadFields, ldapSettingsFields, ldapTitle } from "./ldap/about";
import { unleashAbilities, unleashBlindSpots, unleashTitle } from "./unleash/about";

// What web shows about vendors. Plain data: no connector's code comes along, so it is safe in browsers.

/** One field of a form. The names of a credential's fields are the keys of the credential that is sealed. */
export interface CatalogField {
  name: string;
  label: string;
  /** where to find or how to make it, and what it must be allowed to do */
  help: string;
  placeholder: string;
  secret: boolean;
  required: boolean;
  /** a text of many lines in this language, instead of one line */
  text?: "yaml";
}
export interface CatalogVendor {
  vendor: string;
  title: string;
  /** what it can and can't do, per class of tokens */
  abilities: Partial<Record<TokenClass, Abilities>>;
  blindSpots: string[];
  origin: { placeholder: string; help: string };
  settings: CatalogField[];
  /** sealed to the collector */
  readCredential: CatalogField[];
  /** sealed to the executor; null = nothing can be revoked there */
  revokeCredential: CatalogField[] | null;
}
/** A vendor without a connector yet, and how its tokens can be seen all the same. */
export interface NotYet {
  title: string;
  wayIn: string;
}

/** GitHub shows fine-grained tokens to installed apps alone, so an app is what signs in. */
function githubAppFields(howToMake: string): CatalogField[] {
  return [
    { name: "appId", label: "App ID", help: howToMake, placeholder: "123456", secret: false, required: true },
    {
      name: "installationId",
      label: "Installation ID",
      help: "The number at the end of the installation's address: organization settings → GitHub Apps → Configure.",
      placeholder: "12345678",
      secret: false,
      required: true,
    },
    {
      name: "privateKey",
      label: "Private key",
      help: "The whole text of the .pem file that GitHub gives under the app's Private keys.",
      placeholder: "-----BEGIN RSA PRIVATE KEY-----",
      secret: true,
      required: true,
    },
  ];
}

export const catalog: readonly CatalogVendor[] = [
  {
    vendor: "unleash",
    title: unleashTitle,
    abilities: unleashAbilities,
    blindSpots: unleashBlindSpots,
    origin: { placeholder: "https://unleash.example.com", help: "Scheme, host and port of Unleash, without a path." },
    settings: [
      {
        name: "basePath",
        label: "Base path",
        help: "Only when Unleash lives below its origin, as with BASE_URI_PATH=/unleash.",
        placeholder: "/unleash",
        secret: false,
        required: false,
      },
    ],
    readCredential: [
      {
        name: "apiToken",
        label: "Personal access token for reading",
        help: "Make a user for Countersign with the root role Admin (Unleash shows users and all API tokens to no other), sign in as that user, and make a personal access token under Profile → Personal API tokens. With Unleash Enterprise, a service account's token.",
        placeholder: "user:…",
        secret: true,
        required: true,
      },
    ],
    revokeCredential: [
      {
        name: "apiToken",
        label: "Personal access token for revoking",
        help: "Of another user than the one for reading, with the root role Admin.",
        placeholder: "user:…",
        secret: true,
        required: true,
      },
      {
        name: "control",
        label: "Control token",
        help: "A client token made for Countersign, of a development environment, that nobody else uses. It must be let in while the revoked token is refused; otherwise nothing is proven.",
        placeholder: "default:development.…",
        secret: true,
        required: true,
      },
    ],
  },
  {
    vendor: "directus",
    title: directusTitle,
    abilities: directusAbilities,
    blindSpots: directusBlindSpots,
    origin: { placeholder: "https://directus.example.com", help: "Scheme, host and port of Directus, without a path." },
    settings: [
      {
        name: "basePath",
        label: "Base path",
        help: "Only when Directus lives below its origin, as with a PUBLIC_URL that ends in /directus.",
        placeholder: "/directus",
        secret: false,
        required: false,
      },
    ],
    readCredential: [
      {
        name: "apiToken",
        label: "Static token for reading",
        help: "Make a user for Countersign with a policy that has administrator access (Directus hides users from others), and generate a token in the user's detail page. Only Countersign may use it.",
        placeholder: "",
        secret: true,
        required: true,
      },
    ],
    revokeCredential: [
      {
        name: "apiToken",
        label: "Static token for revoking",
        help: "Of another user than the one for reading, with administrator access.",
        placeholder: "",
        secret: true,
        required: true,
      },
      {
        name: "control",
        label: "Control token",
        help: "The static token of a third user, without any role, that nobody else uses. It must be let in while the revoked token is not; otherwise nothing is proven.",
        placeholder: "",
        secret: true,
        required: true,
      },
    ],
  },
  {
    vendor: "github",
    title: githubTitle,
    abilities: githubAbilities,
    blindSpots: githubBlindSpots,
    origin: { placeholder: "https://api.github.com", help: "https://api.github.com, or scheme and host of GitHub Enterprise Server." },
    settings: [
      {
        name: "organization",
        label: "Organization",
        help: "Its name as in its address on GitHub. One connection reads one organization.",
        placeholder: "acme",
        secret: false,
        required: true,
      },
      {
        name: "basePath",
        label: "API path",
        help: "Only for GitHub Enterprise Server: /api/v3.",
        placeholder: "/api/v3",
        secret: false,
        required: false,
      },
    ],
    readCredential: githubAppFields(
      "Make a GitHub App for reading (organization settings → Developer settings → GitHub Apps) with the organization permissions Personal access tokens, Members and Administration: read-only, and the repository permission Administration: read-only. Install it on all repositories.",
    ),
    revokeCredential: [
      ...githubAppFields(
        "Another GitHub App, for revoking, with the organization permission Personal access tokens: read and write, and the repository permission Administration: read and write. Install it on all repositories.",
      ),
      {
        name: "control",
        label: "Control token",
        help: "A fine-grained token of a member, made for Countersign, that may read one repository of the organization and that nobody else uses. It must be let in while the revoked one is gone; otherwise nothing is proven.",
        placeholder: "github_pat_…",
        secret: true,
        required: true,
      },
    ],
  },
  {
    vendor: "glewlwyd",
    title: glewlwydTitle,
    abilities: glewlwydAbilities,
    blindSpots: glewlwydBlindSpots,
    origin: { placeholder: "https://sso.example.com", help: "Scheme, host and port of Glewlwyd, without a path." },
    settings: [
      {
        name: "apiPath",
        label: "API path",
        help: "Where Glewlwyd's API lives below its origin: / and its api_prefix. Empty means /api.",
        placeholder: "/api",
        secret: false,
        required: false,
      },
    ],
    readCredential: [
      {
        name: "username",
        label: "User name for reading",
        help: "A user made for Countersign with the scope g_admin, who may sign in with a password alone: Glewlwyd shows tokens to a signed-in administrator only.",
        placeholder: "countersign-read",
        secret: false,
        required: true,
      },
      { name: "password", label: "Password for reading", help: "Of that user; long and random.", placeholder: "", secret: true, required: true },
    ],
    revokeCredential: [
      {
        name: "username",
        label: "User name for revoking",
        help: "Of another user than the one for reading, with the scope g_admin.",
        placeholder: "countersign-revoke",
        secret: false,
        required: true,
      },
      { name: "password", label: "Password for revoking", help: "Of that user; long and random.", placeholder: "", secret: true, required: true },
      {
        name: "control",
        label: "Control API key",
        help: "An API key made for Countersign that nobody else uses (API keys → Add). It must be let in while the revoked token is not; otherwise nothing is proven.",
        placeholder: "",
        secret: true,
        required: true,
      },
    ],
  },
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

const csv = "Importing that list as CSV arrives with the inventory.";

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
