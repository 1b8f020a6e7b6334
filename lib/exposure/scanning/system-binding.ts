import { sha256 } from "../../core/canonical";
import type { EnvelopeBinding } from "../../credentials/envelope";

/** A system as it is looked through: where, and by which description. */
export interface SystemPlace {
  sourceId: string;
  origin: string;
  ca: string | null;
  /** the file's text */
  description: string;
}

/** What a system's credential is bound to: one sealed for another source, origin, authority or description is not used. */
export function bindingOfSystem(deployment: string, { sourceId, origin, ca, description }: SystemPlace): EnvelopeBinding {
  return { deployment, connection: sourceId, vendor: `source described by ${sha256(description)}`, origin, ca };
}
