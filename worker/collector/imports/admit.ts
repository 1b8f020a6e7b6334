import { createHash, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { sha256 } from "../../../lib/core/canonical";
import type { Actor, Context } from "../../../lib/core/context";
import { unauthenticated } from "../../../lib/core/errors";
import type { Ids } from "../../../lib/core/ids";
import { authorizeImport } from "../../../lib/imports/may-import";

/** In the collector's home: SHA-256 of the token with which machines may bring listings. */
export const tokenFile = "import-token.sha256";
const hash = (token: string): Buffer => createHash("sha256").update(token, "utf8").digest();

/** A new import token of 256 bits, for printing once, and what the file is to hold. */
export function newImportToken(ids: Ids): { token: string; kept: string } {
  const token = `cs_import_${ids.secret(32)}`;
  return { token, kept: `${hash(token).toString("hex")}\n` };
}

export const bearerOf = (authorization: string | undefined): string | null => /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? "")?.[1] ?? null;

/** Whether this is the import token, in constant time. Read anew for each request, so a rotation counts at once. */
export async function isImportToken(home: string, token: string): Promise<boolean> {
  const kept = await readFile(path.join(home, tokenFile), "utf8").catch(() => null);
  const [expected, given] = [Buffer.from(kept?.trim() ?? "", "hex"), hash(token)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/**
 * Spends a browser's one-time pass for this import. Who holds it must still be here, signed in, and allowed: the collector looks for itself.
 * Throws Unauthenticated or Forbidden.
 */
export async function spendImportTicket(ctx: Context, importId: string, ticket: string): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.$transaction(async (tx) => {
    const [spent] = await tx.$queryRaw<{ person: string; name: string; kind: "tokens"; roles: string[]; session: string }[]>`
      update import_ticket t set used_at = ${now} from import_run r, person p, session s
      where t.ticket_hash = ${sha256(ticket)} and t.import_id = ${importId}::uuid and t.used_at is null and t.expires_at > ${now}
        and r.id = t.import_id and p.id = t.person_id and p.status = 'active' and s.id = t.session_id and s.ended_at is null and s.expires_at > ${now}
      returning p.id as person, p.display_name as name, r.kind, s.id as session,
        array(select a.role::text from active_role a where a.person_id = p.id) as roles`;
    if (!spent) throw unauthenticated("The pass for this upload is spent or has expired. Reload the import's page and choose the file again.");
    const actor = { type: "person", id: spent.person, displayName: spent.name, roles: spent.roles, sessionId: spent.session } as Actor;
    authorizeImport(actor, spent.kind);
  });
}
