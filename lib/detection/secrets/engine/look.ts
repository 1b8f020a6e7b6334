import type { Confidence, Encoding, Kind, Mark, Parts, Stretch } from "../hit";
import { Allowance } from "./allowance";
import { work } from "./bytes";

/** A hit before its text is read and hits are weighed against each other; offsets within the bytes looked at. */
export interface Found {
  kind: string;
  start: number;
  end: number;
  confidence: Confidence;
  mark: Mark | null;
  encoding: Encoding | null;
  parts?: Parts;
  /** decoded plaintext, where it isn't what stands there */
  secret?: string;
  /** with what it beat, where that reaches further */
  covers?: Stretch;
  /** how many bytes of the form are fixed: of two alike hits the longer prefix is the more specific */
  prefix: number;
}

/** What a detector sees: the text, whole or a part of it, and what is known about it. */
export interface Look {
  bytes: Uint8Array;
  /** offset of `bytes[0]` in the whole text */
  base: number;
  /** a person's prose (chat, mail) rather than a file */
  prose: boolean;
  /** where the text was found, which says of what kind it is (`file-kind.ts`) */
  path: string | undefined;
  found: Found[];
  /** what detectors remember from one place to the next, as offsets in the whole text, so that a text in parts is judged as in one piece */
  memo: Memo;
}

export interface Memo {
  /** where the value begins that was last judged by its name, and what was found */
  assigned: number;
  /** the table that was read last: where its heading begins, of which columns, and up to where */
  table: { heading: number; columns: Set<number>; to: number };
  /** up to where rows that are inserted were read */
  insertedTo: number;
  /** up to where which encoded stretch has been decoded */
  decodedTo: [number, number, number, number];
  escapedTo: number;
  /** what may still be spent on the text */
  allowance: Allowance;
  /** hits left out because they lie within one that beats them */
  within: number;
  /** values judged so far, by name, place and text */
  judged: Map<string, { confidence: Confidence; mark: Mark | null } | null> | null;
  /** milliseconds that a rule of one's own still has for the text; all of them without an entry */
  left: Map<string, number> | null;
}

/** Never written to: each table that is read has one of its own. */
export const noTable: Memo["table"] = Object.freeze({ heading: -1, columns: new Set<number>(), to: -1 });

/** Collections are made once they are needed: in most texts they are not, and making them takes as long as looking through a small one. */
export const newMemo = (): Memo => ({
  table: noTable,
  insertedTo: -1,
  assigned: -1,
  decodedTo: [-1, -1, -1, -1],
  escapedTo: -1,
  allowance: new Allowance(),
  within: 0,
  judged: null,
  left: null,
});

/** How a detector is reached: a text that stands near or at the beginning of its secrets. */
export interface Keyword {
  /** ASCII, three bytes or more */
  text: string;
  /** letters in this case alone */
  exact: boolean;
  /** a word may not go on into it */
  edge?: boolean | undefined;
  /** classes of the byte that must follow; any without it */
  next?: number | undefined;
  /** also looked for inside base64, or there alone: begins a secret of this form, or names one */
  encoded?: boolean | "only";
  /** of a keyword that is encoded itself: whether what follows is to be decoded */
  encodes?: (bytes: Uint8Array, after: number) => boolean;
}

/**
 * Detects kinds of secrets at places where one of its keywords stands. `detect` looks at no more than `reach` bytes around the place, in time linear in them,
 * never throws, and pushes what it finds to `look.found`.
 */
export interface Detector {
  kinds: readonly Kind[];
  keywords: readonly Keyword[];
  /** is asked only where something is assigned to the keyword's name */
  ofAssigned?: true;
  detect(look: Look, at: number, after: number): void;
}

/** How far around a keyword a detector may look, in bytes: a PEM key of 64 KB is the longest. */
export const reach = { before: 1024, after: 66_000 };

/** What a hit costs until it is given: it is made, settled among the others, and its text is read. */
const hitSteps = 1_000;

/** Adds a hit. */
export function report(
  look: Look,
  kind: string,
  start: number,
  end: number,
  confidence: Confidence,
  more: Partial<Pick<Found, "mark" | "encoding" | "prefix" | "parts" | "secret">> = {},
): void {
  const { mark = null, encoding = null, prefix = 0, parts, secret } = more;
  work.steps += hitSteps;
  const found: Found = { kind, start, end, confidence, mark, encoding, prefix };
  if (parts !== undefined) found.parts = parts;
  if (secret !== undefined) found.secret = secret;
  look.found.push(found);
}
