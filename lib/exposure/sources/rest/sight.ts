import type { RestList } from "./declaration";

/** What is known of a system from former runs, and who wants to know what this one read. */
export interface Sight {
  /** when the run began that last read a list to its end, by the request for all of it; null = it is to be read whole */
  since(list: string): Date | null;
  /** hears of each text that was read, also of an empty one, and of each file that was read to its end, with what lies in it (`inside`) */
  read?(place: ReadPlace): void;
  /** whether a secret stands in what the audience with this request could read; without it, nobody wants to know who that is */
  wants?(audience: string): boolean;
  /** whether it is known of an audience that it is more people than are listed: then no more is asked than whether anybody could */
  isTooLarge?(audience: string): boolean;
  /** hears of each row that is a git repository; null = of one whose address can't be read, so which one is not known. Returns why it is not taken, null = it is */
  repository?(listed: ListedRepository | null): string | null;
}

/** A git repository that a system lists. */
export interface ListedRepository {
  /** as RepositoryAddress gives it, at the origin that the description has for code */
  address: string;
  /** text that somebody else wrote */
  name: string;
}

export interface ReadPlace {
  path: string;
  reference: string | null;
  inside?: true;
}

/** Everything, as if for the first time. */
export const everything: Sight = { since: () => null };

/** Clocks differ, and what is being written while it is asked for may be missing from the answer. */
const overlapMilliseconds = 10 * 60_000;
/** Midnight of an unknown zone is up to twelve hours after that of UTC, so a day before is before it. */
const dayMilliseconds = 86_400_000;

/** Since when a list is asked for what changed, given when it was last read: as a moment, and as its request has it. */
export function askedSince({ format }: NonNullable<RestList["changed"]>, readAt: Date): { moment: Date; text: string } {
  const moment = new Date(readAt.getTime() - (format === "date" ? dayMilliseconds : overlapMilliseconds));
  switch (format) {
    case "iso":
      return { moment, text: moment.toISOString().replace(/\.\d{3}Z$/, "Z") };
    case "date":
      return { moment, text: moment.toISOString().slice(0, 10) };
    case "unix_seconds":
      return { moment, text: String(Math.floor(moment.getTime() / 1000)) };
    case "unix_milliseconds":
      return { moment, text: String(moment.getTime()) };
    default:
      return format satisfies never;
  }
}
