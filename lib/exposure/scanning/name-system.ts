import { z } from "zod";
import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { sha256 } from "../../core/canonical";
import { actorName, type Context } from "../../core/context";
import type { Tx } from "../../core/db";
import { conflict, invalidInput, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import type { EnvelopeBinding } from "../../credentials/envelope";
import { Channel } from "../../domain/exposures";
import type { RestSource } from "../sources/rest/declaration";
import { parseRestSource } from "../sources/rest/parse-source";
import { unknownState } from "./name-source";
import { bindingOfSystem } from "./system-binding";
import { whyNotLent } from "./why-not-lent";

const SystemInput = z.object({
  name: z.string().trim().min(1).max(300),
  origin: z.string().refine(isOrigin, "must be like https://gitlab.example.com, without path or trailing slash"),
  ca: z.string().nullable(),
  allowPrivate: z.boolean(),
  /** the text of the file that describes it */
  description: z.string().max(100_000),
  channel: Channel,
  /** minutes between two runs */
  every: z.int().min(1).max(525_600),
});

/** How a system is signed in to: with a credential that is sealed for it here and now, with that of a connection by name or id, or as before. */
export type SystemCredential = { seal: (binding: EnvelopeBinding) => Promise<string> } | { connection: string } | { asBefore: true };

/**
 * Names a system over HTTP that the collector looks through by the clock, or says anew how; its first run is due at once. On the collector's host alone:
 * where a credential goes is said where it is given. With another description or credential of one that is known, all of it is read again, and nothing
 * that was found before is taken for gone. Throws InvalidInput, or Conflict where the name is another's; SourceFault for a faulty description.
 */
export async function nameSystem(ctx: Context, input: z.input<typeof SystemInput>, credential: SystemCredential): Promise<{ id: string }> {
  authorize(ctx.actor, "scan.name");
  // whoever lends a connection's credential must be able to have given it
  if ("connection" in credential) authorize(ctx.actor, "connection.manage");
  const given = parse(SystemInput, input);
  const declaration = parseRestSource(given.description, "The description");
  const { system } = declaration;
  return transaction(ctx, async (tx) => {
    const { name, origin, channel, every } = given;
    const id = await sourceOf(tx, ctx, given, "asBefore" in credential);
    const place = { origin, ca: given.ca, allowPrivate: given.allowPrivate, description: given.description };
    if ("asBefore" in credential) await mustBeAsBefore(tx, id, place);
    else
      await keepSystem(tx, ctx, id, place, "seal" in credential ? await sealedFor(tx, id, place, credential) : await lent(tx, place, declaration, credential));
    await appendAudit(tx, ctx.actor, {
      action: "scan.named",
      subject: { type: "scan_source", id },
      detail: {
        name,
        location: origin,
        form: "rest",
        channel,
        every,
        system,
        description: sha256(given.description),
        credential: "asBefore" in credential ? "as before" : "new",
      },
    });
    return { id };
  });
}

type Given = z.infer<typeof SystemInput>;
type Place = Pick<Given, "origin" | "ca" | "allowPrivate" | "description">;

/** The source of that name, planned. One that was looked through by command under it becomes this one. */
async function sourceOf(tx: Tx, ctx: Context, { name, origin, channel, every }: Given, asBefore: boolean): Promise<string> {
  const now = ctx.clock.now();
  const known = await tx.scanSource.findUnique({ where: { name }, select: { id: true, location: true, form: true } });
  if (known && (known.form !== "rest" || (known.location !== null && known.location !== origin)))
    throw conflict(`${name} is the name of another source. Give this one its own with --name.`);
  const plan = { location: origin, channel, every, nextRunAt: now, removedAt: null, pausedBy: null, pausedAt: null };
  if (!known) {
    const row = { id: ctx.ids.uuid(), name, form: "rest", heads: [], createdBy: actorName(ctx.actor), createdAt: now, ...plan };
    return (await tx.scanSource.create({ data: row, select: { id: true } })).id;
  }
  await tx.scanSource.update({ where: { id: known.id }, data: asBefore ? plan : { ...plan, ...unknownState } });
  return known.id;
}

async function mustBeAsBefore(tx: Tx, sourceId: string, place: Place): Promise<void> {
  const was = await tx.scanSystem.findUnique({ where: { sourceId } });
  const same = was && was.origin === place.origin && was.ca === place.ca && was.allowPrivate === place.allowPrivate && was.description === place.description;
  if (!same) throw invalidInput("A credential is needed: none was given for this address and description yet.");
}

type Access = { sealed: string; connectionId: null } | { sealed: null; connectionId: string };

async function sealedFor(tx: Tx, sourceId: string, place: Place, { seal }: { seal: (binding: EnvelopeBinding) => Promise<string> }): Promise<Access> {
  const { id: deployment } = await tx.deployment.findFirstOrThrow({ select: { id: true } });
  return { sealed: await seal(bindingOfSystem(deployment, { sourceId, ...place })), connectionId: null };
}

/** A connection's own credential, where it is signed, and for the same address. Throws NotFound or Conflict. */
async function lent(tx: Tx, place: Place, declaration: RestSource, { connection: called }: { connection: string }): Promise<Access> {
  const byId = z.uuid().safeParse(called).success ? [{ id: called }] : [];
  const connection = await tx.connection.findFirst({ where: { OR: [{ name: called }, ...byId], removal: null }, select: { id: true } });
  if (!connection) throw notFound(`A connection of the name or id ${called}`);
  const why = await whyNotLent(tx, connection.id, place, declaration);
  if (why !== null) throw conflict(why);
  return { sealed: null, connectionId: connection.id };
}

async function keepSystem(tx: Tx, ctx: Context, sourceId: string, place: Place, access: Access): Promise<void> {
  const row = { ...place, ...access, givenBy: actorName(ctx.actor), givenAt: ctx.clock.now(), wholeAt: null, sweepSince: null };
  await tx.scanSystem.upsert({ where: { sourceId }, create: { sourceId, ...row }, update: row });
  await tx.scanMark.deleteMany({ where: { sourceId } });
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text && /^https?:$/.test(new URL(text).protocol);
}
