import { addConnection } from "../../../lib/connections/add-connection";
import { storeCredential } from "../../../lib/connections/store-credential";
import type { Context } from "../../../lib/core/context";
import { sealEnvelope } from "../../../lib/credentials/envelope";
import { PlainError } from "../plain-error";
import type { World } from "./messages";

const name = "Unleash";
const vendor = "unleash";

/**
 * Connects the sample's Unleash as an administrator would: connection, both credentials sealed to their processes. What stands is left, and
 * what an interrupted set-up left out is added. Returns the trust statement to sign; null when somebody removed the connection.
 */
export async function connectUnleash(ctx: Context, deployment: string, world: World): Promise<string | null> {
  const named = await ctx.db.connection.findMany({ where: { name }, include: { removal: true } });
  const known = named.find(({ removal }) => !removal);
  if (!known && named.length > 0) return null;
  const { id: connection, statementDigest } =
    known ?? (await addConnection(ctx, { name, vendor, origin: world.origin, allowPrivate: true, syncIntervalSeconds: 15 }));
  const envelope = { version: 1 as const, deployment, connection, vendor, origin: world.origin, ca: null };
  const seal = async (use: "read" | "revoke", stored: number, credential: Record<string, string>) => {
    if (stored > 0) return;
    const sealed = await sealEnvelope(await recipientOf(ctx, use), { ...envelope, credential });
    await storeCredential(ctx, { connectionId: connection, use, sealed });
  };
  const where = { connectionId: connection };
  await seal("revoke", await ctx.db.revokeCredential.count({ where }), { apiToken: world.revoke, control: world.control });
  await seal("read", await ctx.db.readCredential.count({ where }), { apiToken: world.read });
  return statementDigest;
}

async function recipientOf(ctx: Context, use: "read" | "revoke"): Promise<string> {
  const process = use === "read" ? "collector" : "executor";
  const row = await ctx.db.processStatus.findFirst({ where: { process, recipient: { not: null } }, orderBy: { heartbeatAt: "desc" } });
  if (!row?.recipient) throw new PlainError(`The ${process} has not said to which key credentials are sealed. Its log, in the folder logs, says why.`);
  return row.recipient;
}
