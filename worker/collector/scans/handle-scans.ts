import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { z } from "zod";
import { actorOfToken } from "../../../lib/api-tokens/actor-of-token";
import { RateLimit } from "../../../lib/api-tokens/rate-limit";
import { appendAudit } from "../../../lib/audit/append";
import { authorize } from "../../../lib/authorization/authorize";
import type { Actor, Context } from "../../../lib/core/context";
import { AppError, invalidInput, unauthenticated, unavailable } from "../../../lib/core/errors";
import { Channel } from "../../../lib/domain/exposures";
import { scanOf } from "../../../lib/exposure/scan-runs";
import { prepareSend } from "../../../lib/exposure/scanning/send";
import { isPlain } from "../../../lib/exposure/sources/open-sent";
import { SourceFault } from "../../../lib/exposure/sources/piece";
import type { Pepper } from "../../../lib/fingerprints/pepper";
import { answerUpload } from "../uploads/answer";
import { lengthOf, received, UploadBroken } from "../uploads/received";
import { bearerOf, spendTicket } from "../uploads/spend-ticket";
import { type OpenChecker, openChecker } from "./checker";
import { claimSent } from "./claim-run";
import type { ScanParts } from "./keeping";
import { beatMilliseconds } from "./run-scan";
import { scanSent } from "./scan-sent";
import { type SpawnParts, spawnScan } from "./spawn-scan";

/** What the port takes content to be looked through with. */
export interface ScansPort {
  parts: SpawnParts & { pepper: Pepper };
  /** the one origin whose pages may send content here */
  webOrigin: string;
}

/** Plain text up to this is looked through at once, in memory; anything else in a process of its own. */
const atOnceBytes = 64 * 1024;
/** So many pieces of content are looked through at a time. */
const mostAtOnce = 4;
let underWay = 0;
const limit = new RateLimit();
const New = z.object({ name: z.string(), channel: Channel, file: z.string().default("content") });
const spent = "The pass for this content is spent or has expired. Reload the page and send it again.";

/**
 * `PUT /scans/{id}` takes the content of a prepared run; `POST /scans?name=…&channel=…&file=…` prepares one and takes it. A browser comes with a
 * one-time pass, a program with an API token that may have something looked through, both as a bearer. The answer says what was found, without the
 * secrets. False, untouched, for any other path.
 */
export async function handleScans(ctx: Context, port: ScansPort, req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const { pathname, searchParams } = new URL(req.url?.replace(/^\/+/, "/") ?? "/", "http://localhost");
  const found = /^\/scans(?:\/([0-9a-f-]{36}))?$/.exec(pathname);
  if (!found) return false;
  await answerUpload(req, res, port.webOrigin, () => answer(ctx, port, req, found[1] ?? null, searchParams));
  return true;
}

async function answer(ctx: Context, { parts }: ScansPort, req: IncomingMessage, id: string | null, query: URLSearchParams): Promise<object> {
  const bearer = bearerOf(req.headers.authorization);
  if (!bearer) throw unauthenticated("Say who you are: Authorization: Bearer, with an API token.");
  const size = lengthOf(req);
  if (!(req.method === "PUT" && id) && !(req.method === "POST" && !id)) throw invalidInput("PUT content to /scans/{id}, or POST it to /scans?name=…&channel=…");
  if (underWay >= mostAtOnce) throw unavailable(`${mostAtOnce} pieces of content are being looked through. Send yours again in a moment.`, 10);
  underWay += 1;
  try {
    const actor = await allowed(ctx, bearer, id);
    const runId = id ?? (await prepareSend({ ...ctx, actor }, { ...given(query), size })).runId;
    const run = await claimSent(ctx, runId, size);
    await lookThrough(parts, run.id, received(req), size);
    return await scanOf({ ...ctx, actor: { ...actor, apiToken: undefined } as Actor }, runId);
  } finally {
    underWay -= 1;
  }
}

/** Who sends it, where they may have something looked through: a pass is spent by that. Throws Unauthenticated; or Forbidden, and says so in the audit log. */
async function allowed(ctx: Context, bearer: string, id: string | null): Promise<Actor> {
  let actor = await programOf(ctx, bearer);
  const allow = (who: Actor) => {
    actor = who;
    authorize(who, "scan.start");
  };
  try {
    if (actor) allow(actor);
    else if (id) return await spendTicket(ctx, id, bearer, allow, spent);
    else throw unauthenticated("This API token is none, or has ended.");
    return actor;
  } catch (error) {
    if (actor && error instanceof AppError && error.code === "Forbidden") await sayDenied(ctx, actor, id, error.message);
    throw error;
  }
}

async function sayDenied(ctx: Context, actor: Actor, runId: string | null, reason: string): Promise<void> {
  const subject = runId === null ? ({ type: "person", id: actor.type === "person" ? actor.id : "" } as const) : ({ type: "scan", id: runId } as const);
  await ctx.db.$transaction((tx) => appendAudit(tx, actor, { action: "access.denied", subject, detail: { action: "scan.start", reason } }));
}

/** Whose API token it is; null where it is none. */
async function programOf(ctx: Context, bearer: string): Promise<Actor | null> {
  const actor = await actorOfToken(ctx, bearer);
  if (!actor?.apiToken) return null;
  limit.take(actor.apiToken.id, ctx.clock.now());
  return actor;
}

function given(query: URLSearchParams): { name: string; channel: Channel; fileName: string } {
  const said = New.safeParse(Object.fromEntries(query));
  if (!said.success) throw invalidInput(`${said.error.issues[0]?.path.join(".") ?? "query"}: ${said.error.issues[0]?.message ?? "malformed"}`);
  return { name: said.data.name, channel: said.data.channel, fileName: said.data.file };
}

/** Short plain text here and now, in memory alone: who pasted it waits for the answer. Everything else in a process of its own. Faults are the run's to tell. */
async function lookThrough(
  { ctx, pepper, ...spawn }: ScansPort["parts"],
  runId: string,
  content: AsyncGenerator<Uint8Array>,
  size: number | null,
): Promise<void> {
  if (size === null || size > atOnceBytes) return spawnScan({ ctx, ...spawn }, runId, content);
  const whole = await collected(ctx, runId, content);
  if (!isPlain(whole)) return spawnScan({ ctx, ...spawn }, runId, once(whole));
  let checker: Promise<OpenChecker> | null = null;
  const parts: ScanParts = {
    ctx,
    pepper,
    checker: () => {
      checker ??= openChecker();
      return checker;
    },
  };
  try {
    await scanSent(parts, runId, once(whole), { spool: path.join(spawn.home, "spool") });
  } catch (error) {
    if (!(error instanceof SourceFault || error instanceof UploadBroken)) throw error;
  } finally {
    (await (checker as Promise<OpenChecker> | null))?.close();
  }
}

/** All that comes of it. However long that takes, the run says meanwhile that it lives. */
async function collected(ctx: Context, runId: string, content: AsyncGenerator<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const beat = setInterval(() => {
    ctx.db.scanRun
      .updateMany({ where: { id: runId, status: "running" }, data: { heartbeatAt: ctx.clock.now() } })
      .catch((error: unknown) => ctx.log.warn({ err: error, run: runId }, "a scan could not say that its content is still coming"));
  }, beatMilliseconds);
  try {
    for await (const chunk of content) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof UploadBroken)) throw error;
  } finally {
    clearInterval(beat);
  }
  return Buffer.concat(chunks);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
