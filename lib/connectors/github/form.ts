import type { CatalogField, CatalogVendor } from "../catalog-entry";
import { githubAbilities, githubBlindSpots, githubTitle } from "./about";

// What is asked for when one is connected; plain data, safe in browsers.

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

export const githubEntry: CatalogVendor = {
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
};
