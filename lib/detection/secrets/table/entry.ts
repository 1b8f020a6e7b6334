import type { TokenClass } from "../../../domain/tokens";
import type { Mark } from "../hit";

/** One kind of secret that its form alone describes. Its positive and negative cases are made from the same entry. */
export interface Entry {
  id: string;
  title: string;
  /** the form, in the notation of `shape`; begins with at least three fixed bytes unless `near` names words */
  form: string | readonly string[];
  tokenClass?: TokenClass | null;
  /** words of which one must stand shortly before, as a name to which the value is assigned; for forms that say nothing by themselves */
  near?: readonly string[];
  /** what makes every secret of this form known not to be live */
  mark?: Mark;
  /** characters the random part must hold: what tells it from words of the same letters */
  needs?: "digit" | "upper" | "upper and digit";
  /** the form's checksum or inner structure; `start` and `end` bound the secret */
  check?: (bytes: Uint8Array, start: number, end: number) => boolean;
  /** what without a right checksum is no such secret at all, rather than merely shaped like one */
  strict?: boolean;
}

/** Entries of one vendor or theme. */
export interface Family {
  family: string;
  /** where one makes a new secret and ends the old */
  rotate: string;
  entries: readonly Entry[];
}
