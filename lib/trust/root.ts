import { z } from "zod";
import { KeyKind } from "../signatures/assertion";

/** The pinned root: `trust-root.json` in the executor's own folder. Everything that is trusted chains to it. */
export const TrustRoot = z.strictObject({
  deployment: z.uuid(),
  /** person id of the administrator whose key it is */
  person: z.uuid(),
  key: z.strictObject({ id: z.string().min(1), kind: KeyKind, publicKey: z.string().min(1) }),
  /** WebAuthn relying party id: the signer's host name */
  rpId: z.string().min(1),
  /** the signer's origin, the only page whose signatures count */
  origin: z.url(),
  /** a sample organisation pinned it by itself; its one signature suffices, and every page says so */
  sample: z.boolean(),
  pinnedAt: z.iso.datetime(),
});
export type TrustRoot = z.infer<typeof TrustRoot>;
