import type { Entry } from "ldapts";

/** One entry as the directory sent it: attribute in lower case → its values. Names come back in whatever case the server likes. */
export interface Row {
  dn: string;
  values: Map<string, (string | Buffer)[]>;
}

/** Reads an entry without judging it. */
export function rowOf(entry: Entry): Row {
  const values = new Map<string, (string | Buffer)[]>();
  for (const [name, value] of Object.entries(entry)) {
    if (name !== "dn") values.set(name.toLowerCase().replace(/;binary$/, ""), Array.isArray(value) ? value : [value]);
  }
  return { dn: entry.dn, values };
}

/** The first value as text, trimmed; null where there is none. */
export function text(row: Row, ...names: string[]): string | null {
  for (const name of names) {
    const value = row.values.get(name.toLowerCase())?.[0];
    if (typeof value === "string" && value.trim() !== "") return value.trim();
  }
  return null;
}

/** All values that are text, as they came. */
export function texts(row: Row, name: string): string[] {
  return (row.values.get(name.toLowerCase()) ?? []).filter((value) => typeof value === "string");
}

/** The first value where it is binary, like objectGUID; null otherwise. */
export function bytes(row: Row, name: string): Buffer | null {
  const value = row.values.get(name.toLowerCase())?.[0];
  return Buffer.isBuffer(value) ? value : null;
}

/** GeneralizedTime (RFC 4517 §3.3.13) in UTC, to the second, from 1970 on. Null for anything else. */
export function generalizedTime(value: string): Date | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:[.,]\d+)?Z$/.exec(value);
  if (!parts) return null;
  const [year, month, day, hour, minute, second] = parts.slice(1).map((part) => Number(part ?? 0));
  if ((year ?? 0) < 1970) return null;
  const at = new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second));
  return at.getUTCMonth() === (month ?? 1) - 1 && at.getUTCDate() === day ? at : null;
}

/** Microsoft's text form of objectGUID: the first three groups are little-endian. */
export function guid(value: Buffer): string | null {
  if (value.length !== 16) return null;
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  const hex = order.map((at) => (value[at] ?? 0).toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
