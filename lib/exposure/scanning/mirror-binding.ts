import type { EnvelopeBinding } from "../../credentials/envelope";

/** A repository as it is fetched. */
export interface MirrorPlace {
  sourceId: string;
  address: string;
  ca: string | null;
}

/** What a repository's credential is bound to: one sealed for another source, address or authority is not used. */
export function bindingOfMirror(deployment: string, { sourceId, address, ca }: MirrorPlace): EnvelopeBinding {
  return { deployment, connection: sourceId, vendor: `git repository at ${address}`, origin: new URL(address).origin, ca };
}
