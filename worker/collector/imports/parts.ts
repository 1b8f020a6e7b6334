import type { Context } from "../../../lib/core/context";
import type { Pepper } from "../../../lib/fingerprints/pepper";
import type { ImportKind } from "../../../lib/imports/kinds";
import type { Format } from "../../../lib/imports/read/sniff-format";

/** What an import works with, wherever it runs. */
export interface ImportParts {
  /** with the collector's rights: the only writer of facts */
  ctx: Context;
  /** the collector's own URL: staging rows travel by COPY, over a connection of their own */
  databaseUrl: string;
  pepper: Pepper;
  /** aborts when the process should end */
  signal?: AbortSignal;
  limits?: Partial<ImportLimits>;
}

export interface ImportLimits {
  /** rows that are written in one transaction; also how often progress shows */
  batchRows: number;
  /** rejects that are kept with their reasons; further ones are counted */
  keptRejects: number;
  /** an empty inventory takes files from this size in one load (decision 20) */
  loadFromBytes: number;
  heartbeatMilliseconds: number;
}

export const defaultLimits: ImportLimits = { batchRows: 20_000, keptRejects: 100_000, loadFromBytes: 8 * 1024 * 1024, heartbeatMilliseconds: 2_000 };

/** A run that this process holds. */
export interface ImportRun {
  id: string;
  kind: ImportKind;
  source: string;
  connectionId: string | null;
  /** null = to be sniffed */
  format: Format | null;
  /** field → column; empty = to be guessed */
  mapping: Record<string, string>;
  claim: string;
  /** rows already taken in, and the SHA-256 over the text up to there */
  position: number;
  rowsDigest: string | null;
  startedBy: string;
}

export interface Reject {
  row: number;
  field: string;
  reason: string;
}
export interface Counts {
  created: number;
  changed: number;
  unchanged: number;
}
export const nothing: Counts = { created: 0, changed: 0, unchanged: 0 };

/** How far a batch brings the run, written in the batch's own transaction. */
export interface Progress {
  position: number;
  digest: string;
  read: number;
  bytesRead: number;
  rejects: Reject[];
  rejected: number;
}

/** Takes in the rows of one kind of listing. */
export interface Taker {
  /** a row of the file, also as it stands there; throws BadCell */
  add(cells: string[], row: number, raw: string): void;
  /** a row that was taken in before this upload broke off */
  pass(cells: string[]): void;
  /** rows waiting for the next batch */
  readonly waiting: number;
  /** Rows that name somebody or something not looked up yet, where there are enough of them to ask. */
  look?(): Promise<void> | undefined;
  /** Writes what waits. Returns when the next rows may come, which may be before it is written. */
  write(progress: Progress): Promise<void>;
  /** Waits for everything, does what needs the whole file. */
  finish(): Promise<void>;
  close(): Promise<void>;
}
