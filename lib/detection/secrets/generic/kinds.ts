import type { Kind } from "../hit";
import type { NameClass } from "./names";

const rotate = "Make a new value where this one is checked, put it wherever the old one is used, then end the old one.";
const kind = (id: string, title: string, tokenClass: Kind["tokenClass"]): Kind => ({ id, title, family: "Generic", tier: "generic", tokenClass, rotate });

/** The kinds of values that a name alone tells, by what the name says. */
export const kinds: Record<NameClass, Kind> = {
  password: kind("generic_password", "Password", null),
  secret: kind("generic_secret", "Secret", "service_credential"),
  token: kind("generic_token", "Token", "api_key"),
  key: kind("generic_api_key", "API key", "api_key"),
  credential: kind("generic_credential", "Credential", "service_credential"),
};

/** The id of the kind. */
export const kindOf = (name: NameClass): string => kinds[name].id;
