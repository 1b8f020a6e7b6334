import type { Exchange } from "../http/exchange";
import type { Theme } from "../pages/layout";

/** Light or dark as somebody chose it; null follows the system. */
export function themeOf({ cookies, query }: Exchange): Theme {
  const asked = query.get("theme") ?? cookies.get("countersign-theme");
  return asked === "light" || asked === "dark" ? asked : null;
}

/** How the assertion arrives in a form: JSON in a hidden field. Null when it is no JSON. */
export function readJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}

/** How long a passkey prompt stays open: long enough to fetch a key from a drawer, in milliseconds. */
export const promptMilliseconds = 120_000;
