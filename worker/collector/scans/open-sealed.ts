import type { z } from "zod";
import type { Context } from "../../../lib/core/context";
import { type Envelope, type EnvelopeBinding, envelopeDifferences, openEnvelope } from "../../../lib/credentials/envelope";
import { Unsealable } from "../../../lib/credentials/seal";
import { SourceFault } from "../../../lib/exposure/sources/piece";

export const nameAgain = "Name it again on the collector's host, with a credential: countersign scan add";

/**
 * A source's credential, which must have been sealed for exactly what the source is now. Throws SourceFault with what to do; its text holds nothing of
 * the credential.
 */
export async function openSealed<T>(
  ctx: Context,
  identity: string,
  sealed: string,
  bindingIn: (deployment: string) => EnvelopeBinding,
  shape: z.ZodType<T>,
): Promise<T> {
  const envelope = await opened(identity, sealed);
  const { id: deployment } = await ctx.db.deployment.findFirstOrThrow({ select: { id: true } });
  const differences = envelopeDifferences(envelope, bindingIn(deployment)).map((field) => words[field]);
  if (differences.length > 0)
    throw new SourceFault(`The credential was sealed for another ${differences.join(" and ")} than the source has, so it was not used. ${nameAgain}`);
  const parsed = shape.safeParse(envelope.credential);
  if (!parsed.success) throw new SourceFault(`The sealed credential is not what the source takes. ${nameAgain}`);
  return parsed.data;
}

async function opened(identity: string, sealed: string): Promise<Envelope> {
  try {
    return await openEnvelope(identity, sealed);
  } catch (error) {
    throw new SourceFault(
      error instanceof Unsealable && error.reason === "not_ours"
        ? `The credential is sealed to another process. ${nameAgain}`
        : `The sealed credential can't be opened. ${nameAgain}`,
    );
  }
}

const words = { deployment: "deployment", connection: "source", vendor: "description or address", origin: "origin", ca: "certificate authority" } as const;
