import { z } from "zod";
import { openText, sealText, Unsealable } from "./seal";

/** What a sealed credential is bound to: it is used for exactly this connection of this deployment, at this address. */
export const EnvelopeBinding = z.strictObject({
  deployment: z.uuid(),
  connection: z.uuid(),
  vendor: z.string().min(1),
  origin: z.string().min(1),
  /** PEM of the certificate authority, null = the system's */
  ca: z.string().nullable(),
});
export type EnvelopeBinding = z.infer<typeof EnvelopeBinding>;

/** A credential with what it is bound to. Exists in clear in memory only: in the browser or the command line that seals it, and in the process that uses it. */
export const Envelope = EnvelopeBinding.extend({ version: z.literal(1), credential: z.json() });
export type Envelope = z.infer<typeof Envelope>;

/** Seals an envelope to a process's recipient. Safe in browsers. Throws when the envelope is malformed or the recipient is none. */
export async function sealEnvelope(recipient: string, envelope: Envelope): Promise<string> {
  return sealText(recipient, JSON.stringify(Envelope.parse(envelope)));
}

/** Opens an envelope. Throws Unsealable; its message never holds the content. */
export async function openEnvelope(identity: string, sealed: string): Promise<Envelope> {
  const text = await openText(identity, sealed);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Unsealable("malformed", "The sealed content is no envelope. Seal the credential again.");
  }
  const envelope = Envelope.safeParse(content);
  if (!envelope.success) throw new Unsealable("malformed", "The sealed content is no envelope of this version. Seal the credential again.");
  return envelope.data;
}

/**
 * In which fields the envelope disagrees with the connection as it is now; empty = it belongs to it.
 * A caller with a non-empty answer must not use the credential (refusal `connection_changed`): a changed origin would be given it.
 */
export function envelopeDifferences(envelope: Envelope, connection: EnvelopeBinding): (keyof EnvelopeBinding)[] {
  const fields: (keyof EnvelopeBinding)[] = ["deployment", "connection", "vendor", "origin", "ca"];
  return fields.filter((field) => envelope[field] !== connection[field]);
}
