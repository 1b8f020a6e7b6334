import { detectors } from "./detectors";
import type { Kind } from "./hit";

/** Every kind of secret that is looked for, by id. */
export const kinds: ReadonlyMap<string, Kind> = new Map(detectors.flatMap((detector) => detector.kinds.map((kind) => [kind.id, kind] as const)));
