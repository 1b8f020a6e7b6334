import { z } from "zod";
import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import type { Tx } from "../../core/db";
import { conflict, invalidInput, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import type { EnvelopeBinding } from "../../credentials/envelope";
import { Channel } from "../../domain/exposures";
import { RepositoryAddress } from "../mirrors/repository-address";
import { bindingOfMirror } from "./mirror-binding";
import { whyNotLentForCode } from "./why-not-lent";

const MirrorInput = z.object({
  name: z.string().trim().min(1).max(300),
  address: RepositoryAddress,
  ca: z.string().nullable(),
  allowPrivate: z.boolean(),
  channel: Channel,
  /** minutes between two runs */
  every: z.int().min(1).max(525_600),
});
type Given = z.infer<typeof MirrorInput>;

/** How a repository is signed in to: with a credential that is sealed for it here and now, or with that of a connection by name or id. Null: as before, or as anybody. */
export type MirrorCredential = { seal: (binding: EnvelopeBinding) => Promise<string> } | { connection: string } | null;

/**
 * Names a git repository that the collector fetches over https and looks through by the clock, or says anew how; its first run is due at once. On the
 * collector's host alone: where a credential goes is said where it is given. Throws InvalidInput, NotFound, or Conflict where the name is another's.
 */
export async function nameMirror(ctx: Context, input: z.input<typeof MirrorInput>, credential: MirrorCredential): Promise<{ id: string }> {
  authorize(ctx.actor, "scan.name");
  // whoever lends a connection's credential must be able to have given it
  if (credential && "connection" in credential) authorize(ctx.actor, "connection.manage");
  const given = parse(MirrorInput, input);
  return transaction(ctx, async (tx) => {
    const { name, address, channel, every } = given;
    const id = await sourceOf(tx, ctx, given);
    const access = credential === null ? await asBefore(tx, id, given) : await accessBy(tx, id, given, credential);
    if (access) {
      const row = { address, ca: given.ca, allowPrivate: given.allowPrivate, ...access, givenBy: actorName(ctx.actor), givenAt: ctx.clock.now() };
      await tx.scanMirror.upsert({ where: { sourceId: id }, create: { sourceId: id, ...row }, update: row });
    }
    const used = credential !== null ? "new" : access ? "none" : "as before";
    await appendAudit(tx, ctx.actor, {
      action: "scan.named",
      subject: { type: "scan_source", id },
      detail: { name, location: address, form: "git", channel, every, credential: used },
    });
    return { id };
  });
}

async function sourceOf(tx: Tx, ctx: Context, { name, address, channel, every }: Given): Promise<string> {
  const now = ctx.clock.now();
  const known = await tx.scanSource.findUnique({ where: { name }, select: { id: true, location: true, form: true, parentId: true } });
  if (known && (known.form !== "git" || known.location !== address || known.parentId !== null))
    throw conflict(`${name} is the name of another source. Give this one its own with --name.`);
  const plan = { channel, every, nextRunAt: now, removedAt: null, pausedBy: null, pausedAt: null };
  if (known) return (await tx.scanSource.update({ where: { id: known.id }, data: plan, select: { id: true } })).id;
  const row = { id: ctx.ids.uuid(), name, form: "git", location: address, heads: [], createdBy: actorName(ctx.actor), createdAt: now, ...plan };
  return (await tx.scanSource.create({ data: row, select: { id: true } })).id;
}

type Access = { access: "none" | "sealed" | "connection"; sealed: string | null; connectionId: string | null };
const asAnybody: Access = { access: "none", sealed: null, connectionId: null };

/** Null where what was given before goes on. Throws InvalidInput where it was given for another way to the repository. */
async function asBefore(tx: Tx, sourceId: string, { ca, allowPrivate }: Given): Promise<Access | null> {
  const was = await tx.scanMirror.findUnique({ where: { sourceId } });
  if (!was || was.access === "none") return asAnybody;
  if (was.ca !== ca || was.allowPrivate !== allowPrivate)
    throw invalidInput("A credential is needed: the one that was given is for another certificate authority, or other private addresses.");
  return null;
}

async function accessBy(tx: Tx, sourceId: string, given: Given, credential: NonNullable<MirrorCredential>): Promise<Access> {
  if ("connection" in credential) return { ...asAnybody, access: "connection", connectionId: await lender(tx, given, credential.connection) };
  const { id: deployment } = await tx.deployment.findFirstOrThrow({ select: { id: true } });
  return { ...asAnybody, access: "sealed", sealed: await credential.seal(bindingOfMirror(deployment, { sourceId, ...given })) };
}

/** The connection of that name or id, where it may lend its credential. Throws NotFound or Conflict. */
async function lender(tx: Tx, { address, ca, allowPrivate }: Given, called: string): Promise<string> {
  const byId = z.uuid().safeParse(called).success ? [{ id: called }] : [];
  const connection = await tx.connection.findFirst({ where: { OR: [{ name: called }, ...byId], removal: null }, select: { id: true } });
  if (!connection) throw notFound(`A connection of the name or id ${called}`);
  const why = await whyNotLentForCode(tx, connection.id, { origin: new URL(address).origin, ca, allowPrivate });
  if (why !== null) throw conflict(why);
  return connection.id;
}
