import type { IncomingMessage, ServerResponse } from "node:http";
import { AppError, httpStatusOf } from "../../../lib/core/errors";

/**
 * Answers an upload: pages of `webOrigin` alone may send from a browser (CORS), what a verb refuses becomes its sentence and status, and what was
 * not read of the content is not waited for.
 */
export async function answerUpload(req: IncomingMessage, res: ServerResponse, webOrigin: string, run: () => Promise<object>): Promise<void> {
  const cors: Record<string, string> = req.headers.origin === webOrigin ? { "access-control-allow-origin": webOrigin, vary: "origin" } : {};
  if (req.method === "OPTIONS") {
    res
      .writeHead(204, {
        ...cors,
        "access-control-allow-methods": "PUT",
        "access-control-allow-headers": "authorization, content-type",
        "access-control-max-age": "600",
      })
      .end();
    return;
  }
  let status = 200;
  let body: object;
  try {
    body = await run();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    status = httpStatusOf[error.code];
    body = { error: { code: error.code, message: error.message } };
  }
  const unread = req.readableEnded ? {} : { connection: "close" };
  res
    .writeHead(status, { "content-type": "application/json", "cache-control": "no-store", "x-content-type-options": "nosniff", ...cors, ...unread })
    .end(JSON.stringify(body));
}
