import type { IncomingMessage, ServerResponse } from "node:http";
import { invalidInput } from "../../../lib/core/errors";
import type { Html } from "./html";
import { securityHeaders } from "./security-headers";

/** 500 targets of 72 bytes and an assertion fit well; nothing larger is ours. */
const longestBody = 256 * 1024;

/** One request and its answer. */
export interface Exchange {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage["headers"];
  cookies: Map<string, string>;
  /** the body as a form; empty for GET */
  form(): Promise<URLSearchParams>;
}

/** Status, headers and body of an answer; `send` adds the security headers. */
export interface Reply {
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
}

/** A request of node's, read once. Its form is read when first asked for: InvalidInput when it is no form or longer than 256 KiB. */
export function exchangeOf(request: IncomingMessage): Exchange {
  // Cut by hand: as a URL, a path that begins with two slashes would name another host, or nothing at all.
  const [path = "/", query = ""] = splitOnce(request.url ?? "/", "?");
  let form: Promise<URLSearchParams> | null = null;
  return {
    method: request.method ?? "GET",
    path,
    query: new URLSearchParams(query),
    headers: request.headers,
    cookies: parseCookies(request.headers.cookie ?? ""),
    form() {
      form ??= readForm(request);
      return form;
    },
  };
}

function splitOnce(text: string, at: string): [string, string?] {
  const place = text.indexOf(at);
  return place < 0 ? [text] : [text.slice(0, place), text.slice(place + at.length)];
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (request.method === "GET" || request.method === "HEAD") return new URLSearchParams();
  const type = request.headers["content-type"]?.split(";")[0]?.trim();
  if (type !== "application/x-www-form-urlencoded") throw invalidInput("This page takes forms alone. Use the buttons on it.");
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > longestBody) throw invalidInput("What was sent is too large for this page.");
    chunks.push(chunk as Buffer);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

function parseCookies(header: string): Map<string, string> {
  const pairs = header.split(";").map((part) => part.trim().split("="));
  return new Map(pairs.flatMap(([name, value]): [string, string][] => (name && value !== undefined ? [[name, value]] : [])));
}

/** A whole HTML document as an answer. */
export const page = (document: Html, status = 200): Reply => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: `<!doctype html>${document.text}`,
});
/** A value as JSON. */
export const json = (value: unknown, status = 200): Reply => ({ status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) });
/** Sends the browser on with GET (303), so that loading anew repeats no form. */
export const seeOther = (location: string, headers: Reply["headers"] = {}): Reply => ({ status: 303, headers: { ...headers, location } });

/** Sends a reply with every security header. Nothing but assets is ever stored. */
export function send(response: ServerResponse, reply: Reply, secure: boolean, head = false): void {
  response.writeHead(reply.status, { ...securityHeaders(secure), "cache-control": "no-store", ...reply.headers });
  response.end(head ? undefined : reply.body);
}
