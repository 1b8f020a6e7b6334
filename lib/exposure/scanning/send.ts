import { appendAudit } from "../../audit/append";
import { authorize } from "../../authorization/authorize";
import { actorName, type Context } from "../../core/context";
import type { Tx } from "../../core/db";
import { conflict, notFound } from "../../core/errors";
import { parse } from "../../core/parse";
import { transaction } from "../../core/transaction";
import { issueTicket } from "../../uploads/issue-ticket";
import { withoutSecrets } from "../without-secrets";
import { RunInput, SendInput } from "./schemas";

/** A run that waits for its content. */
export interface Sent {
  runId: string;
  sourceId: string;
}

/** A run that waits for its content, and the one-time pass with which the browser sends it straight to the collector. */
export interface SentByBrowser extends Sent {
  ticket: string;
}

/** Prepares a run for content that somebody sends to the collector; web never sees a byte of it. Throws Conflict where the name is that of a source of another kind. */
export async function prepareSend(ctx: Context, input: SendInput): Promise<Sent> {
  authorize(ctx.actor, "scan.start");
  const given = parse(SendInput, input);
  return transaction(ctx, (tx) => prepare(tx, ctx, given));
}

/** The same for a browser, with its pass. */
export async function sendFromBrowser(ctx: Context, input: SendInput): Promise<SentByBrowser> {
  authorize(ctx.actor, "scan.start");
  const given = parse(SendInput, input);
  return transaction(ctx, async (tx) => {
    const sent = await prepare(tx, ctx, given);
    return { ...sent, ticket: await issueTicket(tx, ctx, sent.runId) };
  });
}

/** A new pass for content that did not come, or not to its end: it is sent anew, and what was found of it is known. Throws NotFound or Conflict. */
export async function sendAgain(ctx: Context, input: RunInput): Promise<SentByBrowser> {
  authorize(ctx.actor, "scan.start");
  const { runId } = parse(RunInput, input);
  return transaction(ctx, async (tx) => {
    const run = await tx.scanRun.findUnique({ where: { id: runId }, select: { sourceId: true, status: true, fileName: true, cancelledBy: true } });
    if (!run) throw notFound("The run");
    if (run.fileName === null || run.cancelledBy !== null || !["queued", "running", "failed"].includes(run.status))
      throw conflict("This run takes nothing any more. Start a new one; what was found is known and not doubled.");
    await appendAudit(tx, ctx.actor, { action: "scan.sent_again", subject: { type: "scan", id: runId } });
    return { runId, sourceId: run.sourceId, ticket: await issueTicket(tx, ctx, runId) };
  });
}

async function prepare(tx: Tx, ctx: Context, { name, channel, fileName, size }: ReturnType<typeof SendInput.parse>): Promise<Sent> {
  const now = ctx.clock.now();
  const by = actorName(ctx.actor);
  withoutSecrets("name", name);
  withoutSecrets("fileName", fileName);
  await tx.$executeRaw`
    insert into scan_source (id, form, name, channel, created_by, created_at) values (${ctx.ids.uuid()}::uuid, 'upload', ${name}, ${channel}::channel, ${by}, ${now})
    on conflict (name) do nothing`;
  const source = await tx.scanSource.findUniqueOrThrow({ where: { name }, select: { id: true, form: true, channel: true } });
  if (source.form !== "upload") throw conflict(`${name} is a source that lies on the collector's host. Give what you send another name.`);
  if (source.channel !== channel) throw conflict(`${name} was sent before, as ${source.channel.replaceAll("_", " ")}. Choose that channel, or another name.`);
  const runId = ctx.ids.uuid();
  await tx.$executeRaw`
    insert into scan_run (id, source_id, trigger, status, file_name, size, queued_at)
    values (${runId}::uuid, ${source.id}::uuid, ${by}, 'queued', ${fileName}, ${size}, ${now})`;
  await appendAudit(tx, ctx.actor, { action: "scan.asked", subject: { type: "scan", id: runId }, detail: { name, channel, fileName, size } });
  return { runId, sourceId: source.id };
}
