import { kinds } from "../detection/secrets/catalog";
import type { Hit, Kind } from "../detection/secrets/hit";
import { createScanner, type Scanner } from "../detection/secrets/scanner";
import type { Channel } from "../domain/exposures";
import { ownKind, type ScanRules } from "./rules/scan-rules";

export type Kinds = ReadonlyMap<string, Kind>;

/** What one scan looks with. */
export interface Eyes {
  scanner: Scanner;
  kindOf: Kinds;
  /** whether a hit is told; what is not wanted is blotted out beside others all the same */
  isWanted(hit: Hit, channel: Channel): boolean;
  /** rules of one's own that used up their time in the present text */
  exhausted: Set<string>;
  /** places in the present text that were not looked at, since it has too many of them */
  skipped: { places: number };
}

/** The detectors with the rules of one's own, where neither is switched off nor leaves out the channel. */
export function openEyes({ own, off }: ScanRules): Eyes {
  const exhausted = new Set<string>();
  const skipped = { places: 0 };
  const leftOut = new Map(own.map(({ kind, excludedChannels }) => [kind, new Set(excludedChannels)]));
  return {
    scanner: createScanner({
      rules: own.map(({ rule }) => rule),
      onExhausted: (rule) => exhausted.add(rule),
      onSkipped(places) {
        skipped.places += places;
      },
    }),
    kindOf: new Map([...kinds, ...own.map((rule) => [rule.kind, ownKind(rule)] as const)]),
    isWanted: ({ kind }, channel) => !off.has(kind) && !leftOut.get(kind)?.has(channel),
    exhausted,
    skipped,
  };
}
