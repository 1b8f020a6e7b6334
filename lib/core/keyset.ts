import { z } from "zod";
import { invalidInput } from "./errors";

/** Where a keyset page ended: the sort value of its last row (null where that is unknown) and its id. */
export const KeysetPlace = z.tuple([z.union([z.string(), z.number()]).nullable(), z.uuid()]);
export type KeysetPlace = z.infer<typeof KeysetPlace>;

/** The place as opaque text for URLs. */
export const encodePlace = (place: KeysetPlace): string => Buffer.from(JSON.stringify(place)).toString("base64url");

/** Reads what `encodePlace` wrote. Throws InvalidInput for anything else. */
export function decodePlace(text: string | undefined): KeysetPlace | null {
  if (!text) return null;
  try {
    return KeysetPlace.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
  } catch {
    throw notOurs();
  }
}

/** For a place that holds what no row of the list can. */
export const notOurs = () => invalidInput("This page of the list can't be found: its cursor is not one of ours. Reload the list from its start.");
