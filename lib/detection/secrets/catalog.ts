import { detectors } from "./detectors";
import type { Kind } from "./hit";

/** What another scanner reported and none of our detectors knows. */
export const reportedKind: Kind = {
  id: "reported_elsewhere",
  title: "Secret reported by another scanner",
  family: "Other scanners",
  tier: "generic",
  tokenClass: null,
  rotate: "Make a new value where this one is checked, put it wherever the old one is used, then end the old one.",
};

/** Every kind of secret that is known, by id. */
export const kinds: ReadonlyMap<string, Kind> = new Map([
  ...detectors.flatMap((detector) => detector.kinds.map((kind) => [kind.id, kind] as const)),
  [reportedKind.id, reportedKind],
]);
