import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { AppError } from "../../lib/core/errors";
import { failure } from "../../lib/core/result";
import { asset } from "./assets";
import { type Exchange, exchangeOf, json, page, type Reply, send } from "./http/exchange";
import { html } from "./http/html";
import { isOwnHost } from "./http/same-origin";
import { messagePage } from "./pages/message-page";
import { themeOf } from "./routes/common";
import { routes } from "./routes/table";
import { auditRefusal, sentenceOf, statusOf } from "./routes/with-error";
import type { Signer } from "./signer";

/** The signer's own little web server. Not listening yet. */
export function createSignerServer(signer: Signer): Server {
  const server = createServer((request, response) => {
    // Whatever one visitor sends, the others must still be able to sign.
    serve(signer, request, response).catch((error: unknown) => {
      signer.ctx.log.error({ err: error }, "no answer could be given");
      response.destroy();
    });
  });
  // Slow senders must not hold connections; pages here are small.
  server.requestTimeout = 20_000;
  server.headersTimeout = 10_000;
  return server;
}

async function serve(signer: Signer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const exchange = exchangeOf(request);
  const head = exchange.method === "HEAD";
  const reply = await answer(signer, head ? { ...exchange, method: "GET" } : exchange).catch((error: unknown) => failed(signer, exchange, error));
  send(response, reply, signer.secure, head);
}

async function answer(signer: Signer, exchange: Exchange): Promise<Reply> {
  if (exchange.path === "/health") return json({ ok: true });
  if (exchange.method === "GET" && exchange.path.startsWith("/assets/")) {
    const found = await asset(exchange);
    return found ?? { status: 404, headers: { "content-type": "text/plain" }, body: "Not found" };
  }
  if (!isOwnHost(exchange, signer.page.origin)) return foreignHost(signer, exchange);
  for (const [method, path, handler] of routes) {
    const match = path.exec(exchange.path);
    if (match && method === exchange.method) return handler(signer, exchange, match[1] ?? "");
  }
  return message(
    signer,
    exchange,
    exchange.path === "/" ? 200 : 404,
    "Nothing to sign here",
    "This page shows one statement at a time. Open a request in Countersign and press “Open the signer’s page”.",
  );
}

/** Passkeys made under another name would not count, and another name may be somebody else's. */
function foreignHost(signer: Signer, exchange: Exchange): Reply {
  const sentence = `You came to this page under another address. Signatures count from ${signer.page.origin} alone.`;
  return message(
    signer,
    exchange,
    421,
    "Another address",
    sentence,
    html`<p><a class="button go" href="${signer.page.origin}/">Go to ${signer.page.origin}</a></p>`,
  );
}

async function failed(signer: Signer, exchange: Exchange, error: unknown): Promise<Reply> {
  const { ctx } = signer;
  const known = error instanceof AppError ? error : null;
  const { error: said } = failure(error, (unknown) => ctx.log.error({ err: unknown, path: exchange.path.replace(/^\/t\/.*/, "/t/…") }, "request failed"));
  if (known)
    await auditRefusal(ctx, known, { type: "page", id: exchange.path.split("/")[1] ?? "" }).catch((cause: unknown) =>
      ctx.log.error({ err: cause }, "refusal not audited"),
    );
  const sentence = known ? sentenceOf(known) : said.message;
  if (exchange.path.endsWith("/options")) return json({ error: sentence }, statusOf[said.code]);
  return message(
    signer,
    exchange,
    statusOf[said.code],
    titles[said.code] ?? "This did not work",
    sentence,
    html`<p><a class="button go" href="${signer.appOrigin}">Go to Countersign</a></p>`,
  );
}

const titles: Partial<Record<AppError["code"], string>> = {
  Unauthenticated: "Come in through Countersign",
  Forbidden: "Not allowed",
  NotFound: "Not found",
  Conflict: "This way is closed",
};

function message(signer: Signer, exchange: Exchange, status: number, title: string, sentence: string, next = html``): Reply {
  return page(messagePage({ signer, theme: themeOf(exchange), title }, sentence, next), status);
}
