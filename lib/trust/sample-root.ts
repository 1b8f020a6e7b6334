import { z } from "zod";

/** `sample-root.json` in the signer's folder: the key that a sample organisation trusts, private half included. It protects nothing, and every page says so. */
export const SampleRoot = z.strictObject({
  deployment: z.uuid(),
  person: z.uuid(),
  key: z.strictObject({ id: z.string().min(1), publicKey: z.string().min(1), privateKey: z.string().min(1) }),
});
export type SampleRoot = z.infer<typeof SampleRoot>;
