import type { Kind } from "../../detection/secrets/hit";
import type { UserRule } from "../../detection/secrets/user-rules";
import type { Channel } from "../../domain/exposures";
import { ownFamily } from "./names";

/** A rule of one's own as a scan uses it. */
export interface OwnRule {
  kind: string;
  rule: UserRule;
  excludedChannels: readonly Channel[];
  rotate: string | null;
}

/** What is looked for beside the detectors, and which of these are off. */
export interface ScanRules {
  own: readonly OwnRule[];
  /** kinds that are not looked for */
  off: ReadonlySet<string>;
}

export const everyDetector: ScanRules = { own: [], off: new Set() };

/** What a rule of one's own finds, as a kind of secret. */
export const ownKind = ({ kind, rule, rotate }: OwnRule): Kind => ({
  id: kind,
  title: rule.title,
  family: ownFamily,
  tier: "structured",
  tokenClass: null,
  rotate: rotate ?? "Make a new one where it is used, and end this one.",
});
