import type { CatalogVendor } from "../catalog-entry";
import { glewlwydAbilities, glewlwydBlindSpots, glewlwydTitle } from "./about";

// What is asked for when one is connected; plain data, safe in browsers.

export const glewlwydEntry: CatalogVendor = {
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
};
