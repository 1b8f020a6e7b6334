import type { Failure } from "@/lib/core/result";
import { sealEnvelope } from "@/lib/credentials/envelope";
import { type CredentialUse, sealedTo } from "@/lib/domain/credential-use";
import { bindingAction, storeCredentialAction } from "../actions";

/**
 * Seals a credential in this browser to the recipient that was shown, for this connection alone, and sends only the sealed text.
 * Returns what went wrong, or null. The plaintext is in nothing that leaves the page.
 */
export async function sealAndStore(
  connectionId: string,
  use: CredentialUse,
  recipient: string | null,
  credential: Record<string, string>,
): Promise<Failure | null> {
  if (!recipient)
    return {
      code: "Unavailable",
      message: `The ${sealedTo[use]} is not running, so there is nothing to seal to. Start it, then seal the credential on this connection’s page; nothing was sent.`,
    };
  const binding = await bindingAction({ connectionId });
  if (!binding.ok) return binding.error;
  const sealed = await sealEnvelope(recipient, { version: 1, ...binding.data, credential });
  const stored = await storeCredentialAction({ connectionId, use, sealed });
  return stored.ok ? null : stored.error;
}
