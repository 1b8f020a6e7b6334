import { createHash, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Actor, Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { notFound } from "../../../lib/core/errors";
import type { Ids } from "../../../lib/core/ids";
import { authorizeImport } from "../../../lib/imports/may-import";
import { spendTicket } from "../uploads/spend-ticket";

/** In the collector's home: SHA-256 of the token with which machines may bring listings. */
export const tokenFile = "import-token.sha256";
const hash = (token: string): Buffer => createHash("sha256").update(token, "utf8").digest();

/** A new import token of 256 bits, for printing once, and what the file is to hold. */
export function newImportToken(ids: Ids): { token: string; kept: string } {
  const token = `cs_import_${ids.secret(32)}`;
  return { token, kept: `${hash(token).toString("hex")}\n` };
}

/** Whether this is the import token, in constant time. Read anew for each request, so a rotation counts at once. */
export async function isImportToken(home: string, token: string): Promise<boolean> {
  const kept = await readFile(path.join(home, tokenFile), "utf8").catch(() => null);
  const [expected, given] = [Buffer.from(kept?.trim() ?? "", "hex"), hash(token)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** Spends a browser's one-time pass for this import, where its holder may import. Throws Unauthenticated or Forbidden. */
export async function spendImportTicket(ctx: Context, importId: string, ticket: string): Promise<void> {
  const allow = async (actor: Actor, tx: Tx) => {
    const run = await tx.importRun.findUnique({ where: { id: importId }, select: { kind: true } });
    if (!run) throw notFound("The import");
    authorizeImport(actor, run.kind);
  };
  await spendTicket(ctx, importId, ticket, allow, "The pass for this upload is spent or has expired. Reload the import's page and choose the file again.");
}
