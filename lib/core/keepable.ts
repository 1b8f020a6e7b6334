const unkeepable = /[\0\p{Surrogate}]/gu;

/** Text as PostgreSQL can keep it and UTF-8 can carry it: NUL and halves of characters become U+FFFD, the sign for what could not be read. */
export const keepable = (text: string): string => (isKeepable(text) ? text : text.replace(unkeepable, "\ufffd"));

/** Whether a text can be kept as it is. */
export const isKeepable = (text: string): boolean => text.isWellFormed() && !text.includes("\0");

/** Deeper than any input or sighting of ours; what lies below is left as it came. */
const deepest = 32;

/** The same for every text in lists and plain objects, keys aside. Anything else (dates, files) is left as it came. */
export function keepableIn<T>(value: T, depth?: number): T;
export function keepableIn(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return keepable(value);
  if (typeof value !== "object" || value === null || depth > deepest) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => keepableIn(item, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]: [string, unknown]) => [key, keepableIn(inner, depth + 1)]));
}
