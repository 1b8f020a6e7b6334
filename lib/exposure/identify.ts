import { sha256 } from "../core/canonical";
import { fingerprint, formerFingerprints, type Pepper } from "../fingerprints/pepper";

/** All that is kept of a plaintext, and what is only asked with: the plain hash finds tokens that a vendor lists by it, and is never stored. */
export interface Identity {
  /** under the current pepper */
  current: string;
  pepperVersion: number;
  /** under each older pepper still held */
  former: string[];
  /** 64 hexadecimal digits */
  sha256: string;
}

/** Makes of each plaintext what may be kept of it. */
export const identifier =
  (pepper: Pepper) =>
  (secret: string): Identity => ({
    current: fingerprint(pepper, secret).value,
    pepperVersion: pepper.current,
    former: formerFingerprints(pepper, secret).map(({ value }) => value),
    sha256: sha256(secret),
  });
