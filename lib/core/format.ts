/** How numbers, dates and durations are written for people. Everything in UTC and in one language, so that a page reads the same for everyone. */
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const two = (n: number): string => String(n).padStart(2, "0");

/** 14201 → "14,201" */
export const formatCount = (n: number): string => n.toLocaleString("en-US");

/** "12 Sep 2026" */
export const formatDate = (at: Date): string => `${at.getUTCDate()} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`;

/** "10:44:03" */
export const formatTime = (at: Date): string => `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;

/** "12 Sep 2026, 10:44:03 UTC" */
export const formatDateTime = (at: Date): string => `${formatDate(at)}, ${formatTime(at)} UTC`;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** A length of time in its largest sensible unit: "now" below 5 s, "40 s", "12 min", "5 h", "11 d", "8 mo", "3 y". */
export function formatSpan(milliseconds: number): string {
  const span = Math.abs(milliseconds);
  if (span < 5 * second) return "now";
  if (span < minute) return `${Math.floor(span / second)} s`;
  if (span < hour) return `${Math.floor(span / minute)} min`;
  if (span < 2 * day) return `${Math.floor(span / hour)} h`;
  if (span < 120 * day) return `${Math.floor(span / day)} d`;
  if (span < 730 * day) return `${Math.floor(span / (30.44 * day))} mo`;
  return `${Math.floor(span / (365.25 * day))} y`;
}

/** "2 h ago", "in 3 d", "now" */
export function formatRelative(at: Date, now: Date): string {
  const difference = at.getTime() - now.getTime();
  const span = formatSpan(difference);
  if (span === "now") return "now";
  return difference < 0 ? `${span} ago` : `in ${span}`;
}

/** A measured duration with two units: "1 min 2 s", "59 s", "2 h 5 min". */
export function formatDuration(milliseconds: number): string {
  const total = Math.max(0, Math.round(milliseconds / second));
  if (total < 60) return `${total} s`;
  const minutes = Math.floor(total / 60);
  if (minutes < 60) return total % 60 ? `${minutes} min ${total % 60} s` : `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
}

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;

/** When something stopped, as one says "since": "10:44" today, "Tuesday" within the week, else "12 Sep 2026". In UTC. */
export function formatSince(at: Date, now: Date): string {
  if (formatDate(at) === formatDate(now)) return formatTime(at).slice(0, 5);
  const days = (now.getTime() - at.getTime()) / day;
  return days >= 0 && days < 6 ? (weekdays[at.getUTCDay()] as string) : formatDate(at);
}

/** How old something is, in words that need no seconds: "under a minute", "12 minutes", "5 hours", "11 days". */
export function formatAge(milliseconds: number): string {
  if (milliseconds < minute) return "under a minute";
  if (milliseconds < hour) return plural(Math.floor(milliseconds / minute), "minute");
  if (milliseconds < 2 * day) return plural(Math.floor(milliseconds / hour), "hour");
  return plural(Math.floor(milliseconds / day), "day");
}

/** "1 token", "3 tokens"; `many` where the plural is irregular */
export const plural = (n: number, one: string, many = `${one}s`): string => `${formatCount(n)} ${n === 1 ? one : many}`;

/** The first letters of a person's first and last name: "Mira Koh" → "MK" */
export function initials(name: string): string {
  const words = name.split(/[\s._@-]+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => word?.[0] ?? "")
    .join("")
    .toUpperCase();
}

const units = ["bytes", "kB", "MB", "GB", "TB"] as const;
/** 0 bytes, 812 kB, 1.4 GB: in powers of 1000. */
export function formatBytes(bytes: number): string {
  const unit = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** unit;
  return `${unit > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} ${unit === 0 && bytes === 1 ? "byte" : units[unit]}`;
}
