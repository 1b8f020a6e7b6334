import { armor } from "age-encryption";
import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import { actorName, type Context } from "../core/context";
import { parse } from "../core/parse";
import { livingConnection } from "./living-connection";
import { queueSync } from "./request-sync";

/** Armored age, and nothing in it that is not: web takes no plaintext, and an error never repeats what was sent. */
export const SealedText = z
  .string()
  .max(64 * 1024)
  .transform((text) => text.trim())
  .refine(isSealed, "must be the sealed text, from -----BEGIN AGE ENCRYPTED FILE----- to -----END AGE ENCRYPTED FILE-----; never the credential itself");

export const StoreCredentialInput = z.object({ connectionId: z.uuid(), use: z.enum(["read", "revoke"]), sealed: SealedText });
export type StoreCredentialInput = z.input<typeof StoreCredentialInput>;

/**
 * Keeps a credential that the browser or the command line sealed to the collector (read) or the executor (revoke). The newest counts;
 * web can't read any back. A new read credential is tried at once by a sync. Throws InvalidInput, NotFound, Conflict (connection removed).
 */
export async function storeCredential(ctx: Context, input: StoreCredentialInput): Promise<{ credentialId: string; syncRunId: string | null }> {
  authorize(ctx.actor, "connection.manage");
  const { connectionId, use, sealed } = parse(StoreCredentialInput, input);
  return ctx.db.$transaction(async (tx) => {
    const connection = await livingConnection(tx, connectionId);
    const row = { id: ctx.ids.uuid(), connectionId, sealed, createdBy: actorName(ctx.actor), createdAt: ctx.clock.now() };
    // createMany, because the role that inserts may not read it back
    if (use === "read") await tx.readCredential.createMany({ data: [row] });
    else await tx.revokeCredential.createMany({ data: [row] });
    await appendAudit(tx, ctx.actor, {
      action: "credential.stored",
      subject: { type: "connection", id: connectionId },
      detail: { use, connection: connection.name },
    });
    const syncRunId = use === "read" ? (await queueSync(tx, ctx, connectionId)).id : null;
    return { credentialId: row.id, syncRunId };
  });
}

/** Whether a text is one armored age file for an X25519 recipient, header and all. */
function isSealed(text: string): boolean {
  try {
    const file = armor.decode(text);
    const header = new TextDecoder().decode(file.subarray(0, 200));
    return header.startsWith("age-encryption.org/v1\n-> X25519 ");
  } catch {
    return false;
  }
}
