import { createHash, timingSafeEqual } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Ids } from "../../../lib/core/ids";
import { ScimFault } from "./fault";

/** In the collector's home. */
export const tokenFile = "scim-token.sha256";
const hash = (token: string): Buffer => createHash("sha256").update(token, "utf8").digest();

/** A new token of 256 bits, for printing once, and what the collector's `scim-token.sha256` is to hold: its SHA-256. */
export function newToken(ids: Ids): { token: string; kept: string } {
  const token = `cs_scim_${ids.secret(32)}`;
  return { token, kept: `${hash(token).toString("hex")}\n` };
}

/** Checks `Authorization: Bearer …` in constant time. Read anew for each request, so a rotation counts at once. Throws 401. */
export async function checkToken(home: string, authorization: string | undefined): Promise<void> {
  const kept = await readFile(path.join(home, tokenFile), "utf8").catch(() => null);
  if (kept === null) throw new ScimFault(401, null, "No SCIM token has been made yet. On the collector's host, run: countersign scim token");
  const sent = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization ?? "")?.[1];
  const expected = Buffer.from(kept.trim(), "hex");
  const given = hash(sent ?? "");
  if (!sent || expected.length !== given.length || !timingSafeEqual(expected, given))
    throw new ScimFault(401, null, "The bearer token is missing or wrong. Enter the one that `countersign scim token` printed, or make a new one with it.");
}
