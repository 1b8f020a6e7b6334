import { dateOf as dateFrom } from "../../../connectors/declarative/dates";
import { RowFault } from "../../../connectors/declarative/row";
import { addressOf, dateOf } from "../piece";
import type { RestList } from "./declaration";

/** A field that can't be read is unknown; the text beside it counts. */
export function soft<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RowFault) return null;
    throw error;
  }
}

/** When a row was written, as its list gives moments. Without its zone a text is no moment. */
export function momentOf(value: unknown, format: "unix_seconds" | "unix_milliseconds" | null): string | null {
  if (format === null) return typeof value === "string" && /(?:Z|[+-]\d\d:?\d\d)$/.test(value) ? dateOf(value) : null;
  const date = dateFrom(value, format);
  return date instanceof Date ? date.toISOString() : null;
}

/** A row's own page: what it says, below the origin where that is a path; or within the page of the row above it. */
export function urlOf(
  field: RestList["url"],
  { origin, read, id, above }: { origin: string; read: (path: string) => string | null; id: string | null; above: string | null },
): string | null {
  if (field === undefined) return null;
  if (!("within" in field)) return addressIn(origin, read(field.path), field.under);
  return above === null || id === null || !id.isWellFormed() ? null : addressOf(`${above}${field.within.replaceAll("{{row}}", encodeURIComponent(id))}`);
}

/** An address that a row gives, whole; a path stands below the origin. */
export function addressIn(origin: string, text: string | null, under: string): string | null {
  if (text === null) return null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return addressOf(text);
  const path = `${under}${text.replace(/^\/+/, "")}`;
  return addressOf(URL.canParse(path, origin) ? new URL(path, origin).href : null);
}

const deepest = 30;
/** The text, or every text in a value of several parts: rich text comes as a tree. */
export function textsOf(value: unknown, depth = 0): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || depth > deepest) return [];
  return Object.values(value).flatMap((inner) => textsOf(inner, depth + 1));
}
