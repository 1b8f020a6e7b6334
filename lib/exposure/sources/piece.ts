import type { Channel, Location, RefusalReason, UnreadableReason } from "../../domain/exposures";

/** A place in a piece: bytes from its start, and its line there, from 1. */
export interface Spot {
  offset: number;
  line: number;
}

/** Some text to look through. Lives in memory only. */
export interface Piece {
  channel: Channel;
  /** whether people wrote it to each other: passwords are not guessed at there */
  prose: boolean;
  /** the name of what stands at an offset, by which detectors know formats; null = it has none */
  pathAt(offset: number): string | null;
  /** everything at once, or as it arrives */
  content: Uint8Array | AsyncIterable<Uint8Array>;
  /** what more is to be said of all that is found in it */
  note?: string;
  locate(spot: Spot): Location;
}

/** Something with a name whose bytes can be read. */
export interface Entry {
  path: string;
  at: Date | null;
  bytes: AsyncIterable<Uint8Array>;
  /** where it lies on disk, when it does: large archives are read there instead of in memory */
  file?: string;
}

/** What a source adds to the places of what stands in something of its own: an attachment, a layer. */
export function placed(one: Sourced, more: (place: Location) => Location, note?: string): Sourced {
  if (!("piece" in one)) return one;
  const { locate } = one.piece;
  return { piece: { ...one.piece, ...(note === undefined ? {} : { note }), locate: (spot) => more(locate(spot)) } };
}

/** What is said of every piece of an entry. */
export type About = Pick<Piece, "channel" | "prose">;

/** What a source could not show, or not whole. */
export interface Unreadable {
  path: string;
  reason: UnreadableReason;
  /** what exactly, in words */
  detail: string | null;
  /** of a history: whoever looks only at what is new there does not meet it again */
  lasting?: boolean;
  /** of a system: the path of the request below which nothing was read; null = none of its own texts is behind it */
  below?: string | null;
}

/** What another scanner found, as it tells it. Lives in memory only. */
export interface Told {
  /** the scanner, and its rule */
  rule: string;
  /** null: its report leaves it out, and only the place is known, unless it stands in `around` */
  secret: string | null;
  /** what tells a finding without its secret from others, the same in each report */
  key: string;
  /** what it matched, the secret in it; "" where it does not say */
  around: string;
  /** kind and hint, where the report is one of ours */
  known?: { kind: string; hint: string };
  channel: Channel;
  location: Location;
}

/** How a source shows that somebody could read a place. */
export const audienceBases = ["member", "workspace", "committed"] as const;
export type AudienceBasis = (typeof audienceBases)[number];
/** The same of one person; public: anybody could. */
export const readableBases = [...audienceBases, "public"] as const;
export type ReadableBasis = (typeof readableBases)[number];

/** Who could read a place, as far as its source tells: at least these. */
export interface Audience {
  /** as places name it, by its request where they have one; null = the source as a whole */
  path: string | null;
  /** whether everybody of the source as a whole could read it too */
  open: boolean;
  /** whether anybody can read it, whom the source knows or not */
  public?: boolean;
  /** by lower-case address, or by the user name that they have at the source's system */
  members: { name: string; basis: AudienceBasis }[];
  /** members whom it does not name: who they are can't be told */
  unnamed: number;
}

/** Who could read a place was asked for, and not told. */
export interface AudienceRefusal {
  /** as of an audience */
  path: string;
  reason: RefusalReason;
  /** what went wrong, in a sentence */
  detail: string | null;
}

/** What a source yields, in the order in which it became visible where the source knows one. */
export type Sourced =
  | { piece: Piece }
  | { told: Told }
  | { unreadable: Unreadable }
  | { commits: number }
  | { audience: Audience }
  | { refusal: AudienceRefusal }
  | { settled: Settled };

/** A part of a source is read to its end: whoever keeps what was seen until now need not read that part again. */
export interface Settled {
  /** what tells the part: the request for all of a list */
  list: string;
}

/** A date in a source's own form as we write them; null for what is none. */
export function dateOf(text: string | null | undefined): string | null {
  const at = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** A web address, written out where it holds what no address may hold as it stands; null for anything else. */
export const addressOf = (text: string | null | undefined): string | null =>
  text && URL.canParse(text) && /^https?:/.test(text) ? (/[^\x21-\x7e]|\\/.test(text) ? new URL(text).href : text) : null;

/** A source that can't be read at all: names it, the reason and the next step. */
export class SourceFault extends Error {
  override name = "SourceFault";
  constructor(
    message: string,
    /** in how many seconds it may be otherwise, as the system asked or as is usual for such a fault; null = not by itself */
    readonly againSeconds: number | null = null,
  ) {
    super(message);
  }
}

/** A file's place, where nothing but its path is known. */
export const placeInFile =
  (path: string, at: Date | null = null) =>
  ({ line }: Spot): Location => ({ path, line, reference: null, author: null, at: at?.toISOString() ?? null, url: null });
