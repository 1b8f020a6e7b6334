import { VendorFault } from "../vendor-http";

/** What can be put into a path, a query, a header or a body. */
export const placeholders = ["id", "secret", "idempotencyKey"] as const;
export type Placeholder = (typeof placeholders)[number];
/** A source of texts names rows of its own beside them, and since when it asks. */
export type Values = Partial<Record<Placeholder | "project" | "owner" | "row" | "file" | "since", string>>;

const pattern = /\{\{([A-Za-z]{1,20})\}\}/g;

/** The names between double braces, known or not. */
export const namesIn = (text: string): string[] => [...text.matchAll(pattern)].map(([, name]) => name ?? "");

/** Braces that make up no placeholder: a slip of the pen that would otherwise be sent as it stands. */
export const hasStrayBraces = (text: string): boolean => /\{\{|\}\}/.test(text.replaceAll(pattern, ""));

/** A path and query with its values encoded. `redacted` is the same, with the secret left out, for logs and errors. Throws VendorFault("shape"). */
export function fillPath(text: string, values: Values): { path: string; redacted: string } {
  const question = text.indexOf("?");
  const end = question === -1 ? text.length : question;
  const fill = (shown: boolean) =>
    replace(text.slice(0, end), (name) => (shown && name === "secret" ? "[secret]" : inPath(name, values))) +
    replace(text.slice(end), (name) => encoded(name, known(name, values)));
  return { path: fill(false), redacted: fill(true).split("?")[0] ?? "" };
}

/** A body with its values put into the texts in it, whole values alone: what is no text stays what it is. */
export function fillBody(body: unknown, values: Values): unknown {
  if (typeof body === "string") return replace(body, (name) => known(name, values));
  if (Array.isArray(body)) return body.map((each) => fillBody(each, values));
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, each]) => [key, fillBody(each, values)]));
}

/** A header's value. Throws VendorFault("shape") where a line could be broken out of. */
export function fillHeader(text: string, values: Values): string {
  return replace(text, (name) => headerSafe(name, known(name, values)));
}

/** A value as it may stand in a header: printable ASCII. Throws VendorFault("shape") that does not repeat it. */
export function headerSafe(name: string, value: string): string {
  if (!/^[\x20-\x7e]+$/.test(value)) throw refused(name, "holds characters that a header must not hold");
  return value;
}

// A function as replacement: a value's own `$&` is text, not an instruction.
const replace = (text: string, value: (name: string) => string): string => text.replaceAll(pattern, (_, name: string) => value(name));

function known(name: string, values: Values): string {
  const value = values[name as Placeholder];
  if (value === undefined || value === "") throw refused(name, "is not known of this token");
  return value;
}

/** `..%2F` stays inside its segment by the standard, but not at servers that take paths apart after decoding them. */
function inPath(name: string, values: Values): string {
  const value = known(name, values);
  if (value === "." || value === ".." || /[/\\\p{Cc}]/u.test(value)) throw refused(name, "holds a slash or is made of dots, so it could lead to another path");
  return encoded(name, value);
}

function encoded(name: string, value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    throw refused(name, "is not valid text");
  }
}

const refused = (name: string, why: string): VendorFault => new VendorFault("shape", `Its ${name} ${why}. Nothing was sent.`, false);
