import type { z } from "zod";
import { type Envelope, openEnvelope } from "../../lib/credentials/envelope";
import type { ConnectionStatement } from "../../lib/domain/statement";
import type { ConnectionRow } from "./authority/connection-checks";
import type { Parts } from "./parts";
import { Refused } from "./refused";

interface For {
  trusted: ConnectionStatement;
  row: ConnectionRow;
  /** the fields that the connector needs */
  fields: z.ZodType;
}

const page = 20;

/**
 * The newest sealed credential that opens for exactly this connection. Web may add rows, and anybody can seal to a public recipient: one that opens for nothing
 * or for another address must not take the place of a good one, or a single row would end every approved request.
 * Throws Refused: credential_missing; else, with none that fits, by what is wrong with the newest: credential_unreadable or connection_changed.
 */
export async function openCredential(parts: Parts, wanted: For): Promise<unknown> {
  const { ctx } = parts;
  const { connection: connectionId } = wanted.trusted;
  let newest: Refused | null = null;
  for (let skip = 0; ; skip += page) {
    const rows = await ctx.db.revokeCredential.findMany({ where: { connectionId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }], skip, take: page });
    for (const [n, { sealed }] of rows.entries())
      try {
        const credential = await openOne(parts, wanted, sealed);
        if (newest) ctx.log.warn({ connection: connectionId, newer: skip + n, refusal: newest.refusal }, "newer sealed revoke credentials are of no use");
        return credential;
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        newest ??= error;
      }
    if (rows.length < page) throw newest ?? new Refused("credential_missing");
  }
}

async function openOne({ identity, checks, deployment }: Parts, { trusted, row, fields }: For, sealed: string): Promise<unknown> {
  const envelope = await open(identity.identity, sealed);
  const failing = checks.connection.find((check) => !check.holds({ deployment, trusted, row, envelope }));
  if (failing) throw new Refused(failing.refusal, `does not hold: ${failing.name}`);
  const parsed = fields.safeParse(envelope.credential);
  if (!parsed.success) throw new Refused("credential_unreadable", "the sealed credential has not the fields the connector needs");
  return parsed.data;
}

async function open(identity: string, sealed: string): Promise<Envelope> {
  try {
    return await openEnvelope(identity, sealed);
  } catch (error) {
    throw new Refused("credential_unreadable", error instanceof Error ? error.message : null);
  }
}
