import { keepable } from "../core/keepable";

/** A cell that does not say what its field needs: the reason is a sentence without the value. */
export interface Bad {
  field: string;
  reason: string;
}

/** Thrown by the readers below and caught once a row. Not an Error: a file of a million bad rows should not build a million stack traces. */
export class BadCell {
  constructor(
    readonly field: string,
    readonly reason: string,
  ) {}
}

const unkeepable = "\0";

/** Text as the database can keep it: null where empty. Lone surrogates become U+FFFD; NUL, which PostgreSQL can't hold, is told. */
export function text(value: string, field: string, most: number): string | null {
  const trimmed = value.trim();
  if (trimmed === "") return null;
  if (trimmed.length > most) throw new BadCell(field, `is longer than ${most.toLocaleString("en-US")} characters`);
  if (trimmed.includes(unkeepable)) throw new BadCell(field, "holds a NUL character, which can't be kept");
  return keepable(trimmed);
}

/** The same where something must stand. */
export function needed(value: string, field: string, most: number): string {
  const given = text(value, field, most);
  if (given === null) throw new BadCell(field, "is missing");
  return given;
}

/** One of a few words, compared without case; spaces and dashes count as underscores. */
export function word<T extends string>(value: string, field: string, words: ReadonlySet<T>, none: string): T | null {
  const given = value.trim();
  if (given === "") return null;
  if (words.has(given as T)) return given as T;
  const plain = given.toLowerCase().replaceAll(/[\s-]+/g, "_");
  if (words.has(plain as T)) return plain as T;
  throw new BadCell(field, `${none}; known are ${[...words].join(", ")}`);
}

const strict = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?: ?(?:Z|UTC|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?))?)?$/;
const days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const digit = (text: string, at: number): number => text.charCodeAt(at) - 48;
const isDigit = (text: string, at: number): boolean => digit(text, at) >= 0 && digit(text, at) <= 9;
/** Whether two digits stand there that make a number from `least` to `most`. */
const lies = (text: string, at: number, least: number, most: number): boolean => {
  const number = digit(text, at) * 10 + digit(text, at + 1);
  return isDigit(text, at) && isDigit(text, at + 1) && number >= least && number <= most;
};
const isYear = (text: string): boolean => (lies(text, 0, 1, 99) && lies(text, 2, 0, 99)) || (lies(text, 0, 0, 99) && lies(text, 2, 1, 99));

/** As most programs write it, 2026-01-31T09:30:00.000Z, on a day that every month has: told without the expression, which a million rows notice. */
const isUsual = (text: string): boolean =>
  text.length === 24 &&
  isYear(text) &&
  text[4] === "-" &&
  lies(text, 5, 1, 12) &&
  text[7] === "-" &&
  lies(text, 8, 1, 28) &&
  text[10] === "T" &&
  lies(text, 11, 0, 23) &&
  text[13] === ":" &&
  lies(text, 14, 0, 59) &&
  text[16] === ":" &&
  lies(text, 17, 0, 59) &&
  text[19] === "." &&
  isDigit(text, 20) &&
  lies(text, 21, 0, 99) &&
  text[23] === "Z";

/** An ISO 8601 date or time as PostgreSQL reads it; without an offset it is UTC. Seconds of the Unix epoch are taken too. */
export function instant(value: string, field: string): string | null {
  const given = value.trim();
  if (given === "") return null;
  if (isUsual(given)) return given;
  const parts = strict.exec(given);
  if (parts) {
    const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
    const leap = month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
    const clock = parts[4] === undefined || (Number(parts[4]) < 24 && Number(parts[5]) < 60 && Number(parts[6] ?? 0) < 60);
    if (month >= 1 && month <= 12 && day >= 1 && day <= (days[month - 1] as number) && leap && clock && year > 0) return given.replace(",", ".");
  } else if (/^\d{9,10}$/.test(given)) return new Date(Number(given) * 1000).toISOString();
  else if (/^\d{12,13}$/.test(given)) return new Date(Number(given)).toISOString();
  throw new BadCell(field, "is not a date that can be read; write it as 2026-01-31 or 2026-01-31T09:30:00Z");
}

/** A whole number that is not negative. */
export function whole(value: string, field: string): number | null {
  const given = value.trim();
  if (given === "") return null;
  const number = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
  if (Number.isNaN(number)) throw new BadCell(field, "is not a whole number");
  return number;
}

const yes = new Set(["true", "yes", "1", "y", "enabled", "active"]);
const no = new Set(["false", "no", "0", "n", "disabled", "inactive"]);

/** True or false, null = not said. */
export function flag(value: string, field: string): boolean | null {
  const given = value.trim().toLowerCase();
  if (given === "") return null;
  if (yes.has(given)) return true;
  if (no.has(given)) return false;
  throw new BadCell(field, "is neither true nor false");
}

/** A list: JSON, or parts between commas, semicolons and (unless `spaces` is false) blanks. Sorted, each once. */
export function list(value: string, field: string, { most, spaces = true }: { most: number; spaces?: boolean }): string[] | null {
  const given = value.trim();
  if (given === "") return null;
  const parts = given.startsWith("[") ? jsonList(given, field) : given.split(spaces ? /[\s,;]+/ : /[,;\n]+/);
  if (parts.length > most) throw new BadCell(field, `lists more than ${most.toLocaleString("en-US")}`);
  if (parts.length === 1) {
    const only = text(parts[0] as string, field, 500);
    return only === null ? [] : [only];
  }
  return [...new Set(parts.flatMap((part) => text(part, field, 500) ?? []))].sort();
}

function jsonList(given: string, field: string): string[] {
  try {
    const parsed: unknown = JSON.parse(given);
    if (Array.isArray(parsed) && parsed.every((part) => typeof part === "string")) return parsed;
  } catch {
    // told below
  }
  throw new BadCell(field, "is not a list of texts");
}
