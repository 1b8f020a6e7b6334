import { z } from "zod";
import { Channel } from "../../domain/exposures";

const clean = (text: string): boolean => !/\p{Cc}/u.test(text);

/** Content that somebody sends. The same name again is the same source: what is known of it is not doubled. */
export const SendInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, "needs a name")
    .max(200)
    .refine(clean, "may hold no control characters")
    .refine((name) => !name.startsWith("/"), "names that begin with / are those of places on the collector's host"),
  channel: Channel,
  /** what the places in it are called */
  fileName: z.string().trim().min(1).max(300).refine(clean, "may hold no control characters"),
  /** bytes; null = a stream of unstated length */
  size: z.int().nonnegative().nullable(),
});
export type SendInput = z.input<typeof SendInput>;

export const RunInput = z.object({ runId: z.uuid() });
export type RunInput = z.input<typeof RunInput>;

export const SourceInput = z.object({ sourceId: z.uuid() });
export type SourceInput = z.input<typeof SourceInput>;

export const PauseInput = SourceInput.extend({ paused: z.boolean() });
export type PauseInput = z.input<typeof PauseInput>;

export const ScanListInput = z.object({
  source: z.uuid().optional(),
  cursor: z.string().max(500).default(""),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** With `system`: the repositories that this one lists. */
export const SourceListInput = z.object({ system: z.uuid().optional(), cursor: z.string().max(500).default("") });
