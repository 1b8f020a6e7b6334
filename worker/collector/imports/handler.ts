import type { IncomingMessage, ServerResponse } from "node:http";
import type { Context } from "../../../lib/core/context";
import { invalidInput, unauthenticated } from "../../../lib/core/errors";
import { importOf } from "../../../lib/imports/queries";
import { answerUpload } from "../uploads/answer";
import { lengthOf, received } from "../uploads/received";
import { bearerOf } from "../uploads/spend-ticket";
import { isImportToken, spendImportTicket } from "./admit";
import { claimImport } from "./claim";
import { newImport } from "./new-import";
import { openImport } from "./open-import";
import type { ImportParts } from "./parts";
import { runImport } from "./run-import";

/** What the port takes listings in with. */
export interface ImportsPort {
  parts: ImportParts;
  /** the one origin whose pages may send files here */
  webOrigin: string;
}

/**
 * `PUT /imports/{id}` takes the file of a prepared import; `POST /imports?kind=…&source=…` prepares one and takes it, or with `file=later` prepares it
 * alone, for machines; `GET /imports/{id}` says how far it is, to machines: a browser asks web. A browser comes with a one-time pass, a machine with
 * the import token, both as a bearer. False, untouched, for any other path.
 */
export async function handleImports(ctx: Context, home: string, port: ImportsPort, req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const { pathname, searchParams } = new URL(req.url?.replace(/^\/+/, "/") ?? "/", "http://localhost");
  const id = /^\/imports(?:\/([0-9a-f-]{36}))?$/.exec(pathname);
  if (!id) return false;
  await answerUpload(req, res, port.webOrigin, () => answer(ctx, home, port, req, id[1] ?? null, searchParams));
  return true;
}

async function answer(ctx: Context, home: string, { parts }: ImportsPort, req: IncomingMessage, id: string | null, query: URLSearchParams): Promise<object> {
  const bearer = bearerOf(req.headers.authorization);
  if (!bearer) throw unauthenticated("Say who you are: Authorization: Bearer, with the token that `countersign import token` printed.");
  const machine = await isImportToken(home, bearer);
  if (req.method === "GET" && id && machine) return importOf(ctx, id);
  const bytes = lengthOf(req);
  let importId = id;
  if (req.method === "PUT" && id) {
    if (!machine) await spendImportTicket(ctx, id, bearer);
  } else if (req.method === "POST" && !id) {
    if (!machine) throw unauthenticated("The import token is wrong. Make a new one on the host: countersign import token");
    const { input, later } = newImport(query);
    importId = await openImport(ctx, { ...input, bytes: later ? null : bytes });
    if (later) return importOf(ctx, importId);
  } else
    throw machine
      ? invalidInput("PUT a file to /imports/{id}, POST one to /imports?kind=…&source=…, or GET /imports/{id}.")
      : unauthenticated("The bearer token is wrong.");
  const run = await claimImport(ctx, importId as string, bytes);
  await runImport(parts, run, received(req), bytes);
  return importOf(ctx, run.id);
}
