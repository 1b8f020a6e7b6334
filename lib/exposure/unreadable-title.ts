import { unreadableReasons } from "../domain/exposures";

/** A reason in words; one that this version does not know stands as it is. */
export const unreadableTitle = (reason: string): string => (unreadableReasons as Record<string, string>)[reason] ?? reason;
