import { z } from "zod";
import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { sha256 } from "../../core/canonical";
import { actorName, type Context } from "../../core/context";
import type { Tx } from "../../core/db";
import { conflict, invalidInput } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import type { EnvelopeBinding } from "../../credentials/envelope";
import { Channel } from "../../domain/exposures";
import { parseRestSource } from "../sources/rest/parse-source";
import { unknownState } from "./name-source";
import { bindingOfSystem } from "./system-binding";

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

/** How a system is signed in to: with a credential that is sealed for it here and now, or as before. */
export type SystemCredential = { seal: (binding: EnvelopeBinding) => Promise<string> } | { asBefore: true };

/**
 * Names a system over HTTP that the collector looks through by the clock, or says anew how; its first run is due at once. On the collector's host alone:
 * where a credential goes is said where it is given. With another description or credential of one that is known, all of it is read again, and nothing
 * that was found before is taken for gone. Throws InvalidInput, or Conflict where the name is another's; SourceFault for a faulty description.
 */
export async function nameSystem(ctx: Context, input: z.input<typeof SystemInput>, credential: SystemCredential): Promise<{ id: string }> {
  authorize(ctx.actor, "scan.name");
  const given = parse(SystemInput, input);
  const { system } = parseRestSource(given.description, "The description");
  return transaction(ctx, async (tx) => {
    const { name, origin, channel, every } = given;
    const id = await sourceOf(tx, ctx, given, "asBefore" in credential);
    const place = { origin, ca: given.ca, allowPrivate: given.allowPrivate, description: given.description };
    if ("asBefore" in credential) await mustBeAsBefore(tx, id, place);
    else await keepCredential(tx, ctx, id, place, credential);
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

async function keepCredential(tx: Tx, ctx: Context, sourceId: string, place: Place, { seal }: Exclude<SystemCredential, { asBefore: true }>): Promise<void> {
  const { id: deployment } = await tx.deployment.findFirstOrThrow({ select: { id: true } });
  const sealed = await seal(bindingOfSystem(deployment, { sourceId, ...place }));
  const row = { ...place, sealed, connectionId: null, givenBy: actorName(ctx.actor), givenAt: ctx.clock.now(), wholeAt: null, sweepSince: null };
  await tx.scanSystem.upsert({ where: { sourceId }, create: { sourceId, ...row }, update: row });
  await tx.scanMark.deleteMany({ where: { sourceId } });
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text && /^https?:$/.test(new URL(text).protocol);
}
