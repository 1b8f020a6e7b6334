import type { CatalogVendor } from "../catalog-entry";
import { directusAbilities, directusBlindSpots, directusTitle } from "./about";

// What is asked for when one is connected; plain data, safe in browsers.

export const directusEntry: CatalogVendor = {
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
};
