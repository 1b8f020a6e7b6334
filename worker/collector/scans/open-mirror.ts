import { VendorFault } from "../../../lib/connectors/vendor-http";
import type { Context } from "../../../lib/core/context";
import { GitCredential, tokenUser } from "../../../lib/exposure/mirrors/git-credential";
import type { Remote } from "../../../lib/exposure/mirrors/remote-git";
import { bindingOfMirror } from "../../../lib/exposure/scanning/mirror-binding";
import { whyNotLentForCode } from "../../../lib/exposure/scanning/why-not-lent";
import { SourceFault } from "../../../lib/exposure/sources/piece";
import { faultOf } from "../../../lib/exposure/sources/rest/what-failed";
import { openSealed } from "./open-sealed";
import { openLent, openSystem, type SystemParts, signedInAs } from "./open-system";

interface Row {
  sourceId: string;
  address: string;
  ca: string | null;
  allowPrivate: boolean;
}

/**
 * A repository with what it is signed in to with: a credential that was sealed for exactly this source, address and authority, a signed connection's at
 * its own origin, that of the system which lists it, or none. It lives in memory. Throws SourceFault with what to do; its text holds nothing of the credential.
 */
export async function openMirror(ctx: Context, parts: SystemParts, sourceId: string, signal: AbortSignal): Promise<Remote> {
  const row = await ctx.db.scanMirror.findUnique({ where: { sourceId }, include: { source: { select: { parentId: true } } } });
  if (!row) throw new SourceFault("It is no longer said how it is fetched. Name it again on the collector's host: countersign scan add");
  try {
    if (row.access === "none") return { ...placeOf(row), credential: null };
    if (row.access === "sealed" && row.sealed !== null) return { ...placeOf(row), credential: await sealedFor(ctx, parts, row, row.sealed) };
    if (row.access === "connection" && row.connectionId !== null) return { ...placeOf(row), credential: await lent(ctx, parts, row, row.connectionId, signal) };
    if (row.access === "system" && row.source.parentId !== null) return await ofSystem(ctx, parts, row, row.source.parentId, signal);
  } catch (error) {
    throw error instanceof VendorFault ? faultOf(error) : error;
  }
  throw new SourceFault("It is not said by whose credential it is fetched. Name it again on the collector's host: countersign scan add");
}

const placeOf = ({ address, ca, allowPrivate }: Row) => ({ address, ca, allowPrivate });

const sealedFor = (ctx: Context, parts: SystemParts, row: Row, sealed: string): Promise<GitCredential> =>
  openSealed(ctx, parts.identity, sealed, (deployment) => bindingOfMirror(deployment, row), GitCredential);

async function lent(ctx: Context, parts: SystemParts, row: Row, connectionId: string, signal: AbortSignal): Promise<GitCredential> {
  const { address, ca, allowPrivate } = row;
  const why = await whyNotLentForCode(ctx.db, connectionId, { origin: new URL(address).origin, ca, allowPrivate });
  if (why !== null) throw new SourceFault(why);
  const { connection, http } = await openLent(ctx, parts, connectionId, signal);
  try {
    const { username = tokenUser, secret } = await signedInAs(connection).own();
    return { username, secret };
  } finally {
    await http.close();
  }
}

/** By the system's own way in, to the origins that its sealed description names for code and to no other. */
async function ofSystem(ctx: Context, parts: SystemParts, { address }: Row, system: string, signal: AbortSignal): Promise<Remote> {
  const { declaration, connection, own, close } = await openSystem(ctx, parts, system, signal);
  try {
    const { ca, allowPrivate } = await ctx.db.scanSystem.findUniqueOrThrow({ where: { sourceId: system }, select: { ca: true, allowPrivate: true } });
    const origin = new URL(address).origin;
    const lists = declaration.lists.flatMap(({ repository }) => repository ?? []);
    const list = lists.find((each) => (each.origin ?? connection.origin) === origin);
    if (!list) throw new SourceFault(`The description of its system names no repositories at ${origin}, so nothing was sent there.`);
    const { username, secret } = await own();
    return { address, ca, allowPrivate, credential: { username: list.user ?? username ?? tokenUser, secret } };
  } finally {
    await close();
  }
}
