import { z } from "zod";
import type { DateField } from "./schema/listing";

type Format = Exclude<DateField, string>["format"];

const withZone = z.iso.datetime({ offset: true });
const withoutZone = z.iso.datetime({ local: true });
/** Dates of credentials; what lies outside is a number of another unit. */
const [earliest, latest] = [Date.UTC(1990, 0), Date.UTC(10_000, 0) - 1];

/** A value as a date, or a sentence why it is none. A date without its zone is no date, unless the file says that it is UTC. */
export function dateOf(value: unknown, format: Format): Date | { not: string } {
  const at = instantOf(value, format);
  if (at === null) return { not: `is no date of the form ${format}${format === "iso" ? " (2026-05-01T12:00:00Z)" : ""}` };
  if (!(at >= earliest && at <= latest)) return { not: `is a date before 1990 or after 9999; look at the format (${format})` };
  return new Date(at);
}

function instantOf(value: unknown, format: Format): number | null {
  switch (format) {
    case "iso":
      return typeof value === "string" && withZone.safeParse(value).success ? Date.parse(value) : null;
    case "iso_utc": {
      if (typeof value !== "string") return null;
      const text = value.replace(" ", "T");
      if (withZone.safeParse(text).success) return Date.parse(text);
      return withoutZone.safeParse(text).success ? Date.parse(`${text}Z`) : null;
    }
    case "unix_seconds":
    case "unix_milliseconds": {
      const number = typeof value === "string" && /^\d{1,16}$/.test(value) ? Number(value) : value;
      return typeof number === "number" && Number.isFinite(number) ? Math.round(number * (format === "unix_seconds" ? 1_000 : 1)) : null;
    }
    default:
      return format satisfies never;
  }
}
