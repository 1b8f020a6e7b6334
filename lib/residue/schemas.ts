import { z } from "zod";
import { severities } from "../domain/severity";

export const leftWindows = { "24h": 1, "7d": 7, "30d": 30, "90d": 90, "1y": 365 } as const;
export type LeftWindow = keyof typeof leftWindows;
export const usedSinceStates = ["yes", "no", "unknown"] as const;
export type UsedSince = (typeof usedSinceStates)[number];

const none = <T extends z.ZodType>(schema: T) => z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

export const ResidueInput = z.object({
  /** part of a person's name */
  q: z.string().trim().max(200).optional(),
  left: none(z.enum(Object.keys(leftWindows) as [LeftWindow, ...LeftWindow[]])),
  severity: none(z.enum(severities)),
  connection: none(z.uuid()),
  used: none(z.enum(usedSinceStates)),
  /** only what the reader could ask to be revoked here and now */
  here: none(z.enum(["yes"])),
  cursor: z.string().max(2000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ResidueInput = z.infer<typeof ResidueInput>;
