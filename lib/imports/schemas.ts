import { z } from "zod";
import { ImportKind } from "./import-kind";
import { Mapping } from "./mapping";
import { Format } from "./read/sniff-format";

const clean = (text: string): boolean => !/\p{Cc}/u.test(text);

/** What a listing is called: for tokens, the imported connection's name. The same name again is the same listing, brought up to date. */
export const Source = z.string().trim().min(1, "needs a name").max(100).refine(clean, "may hold no control characters");

export const StartImportInput = z.object({
  kind: ImportKind,
  source: Source,
  fileName: z.string().max(300).refine(clean, "may hold no control characters"),
  /** null = looked for in the file */
  format: Format.nullable(),
  /** field → column; empty = as remembered for these columns, or guessed */
  mapping: Mapping,
  /** the columns, so that the mapping is remembered for the next file like it; null = not known yet */
  header: z.array(z.string().max(1_000)).max(1_000).nullable(),
  /** null = a stream of unstated length */
  bytes: z.int().nonnegative().nullable(),
});
export type StartImportInput = z.infer<typeof StartImportInput>;

export const ImportInput = z.object({ importId: z.uuid() });
export type ImportInput = z.infer<typeof ImportInput>;
