import type { Failure } from "@/lib/core/result";
import { sealEnvelope } from "@/lib/credentials/envelope";
import { sealingAction, storeCredentialAction } from "../actions";

export type CredentialUse = "read" | "revoke";
const processes = { read: "collector", revoke: "executor" } as const;

/**
 * Seals a credential in this browser to the one process that uses it, for this connection alone, and sends only the sealed text.
 * Returns what went wrong, or null. The plaintext is in nothing that leaves the page.
 */
export async function sealAndStore(connectionId: string, use: CredentialUse, credential: Record<string, string>): Promise<Failure | null> {
  const sealing = await sealingAction({ connectionId });
  if (!sealing.ok) return sealing.error;
  const recipient = sealing.data.recipients[use];
  if (!recipient)
    return {
      code: "Unavailable",
      message: `The ${processes[use]} is not running, so there is nothing to seal to. Start it, then seal the credential on this connection’s page; nothing was sent.`,
    };
  const sealed = await sealEnvelope(recipient, { version: 1, ...sealing.data.binding, credential });
  const stored = await storeCredentialAction({ connectionId, use, sealed });
  return stored.ok ? null : stored.error;
}
