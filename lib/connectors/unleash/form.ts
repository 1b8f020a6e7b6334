import type { CatalogVendor } from "../catalog-entry";
import { unleashAbilities, unleashBlindSpots, unleashTitle } from "./about";

// What is asked for when one is connected; plain data, safe in browsers.

export const unleashEntry: CatalogVendor = {
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
};
