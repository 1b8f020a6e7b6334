import type { Endpoint, Method } from "../api/endpoint";
import { findEndpoint } from "../api/table";
import type { RateLimit } from "../api-tokens/rate-limit";
import { authorize } from "../authorization/authorize";
import type { Actor, Context } from "../core/context";
import { AppError, forbidden, notFound, unauthenticated } from "../core/errors";
import { parse } from "../core/parse";
import { failure } from "../core/result";
import { jsonBody } from "./json-body";
import { problem } from "./problem";
import { auditDenial } from "./run-action";
import { queryValues } from "./run-route";

export interface ApiSurroundings {
  /** path below /api/v1 */
  path: string;
  ownOrigin: string;
  /** whom an API token speaks for, or null */
  actorOf: (secret: string) => Promise<Extract<Actor, { type: "person" }> | null>;
  context: (actor: Actor) => Context;
  limit: RateLimit;
  onUnknown: (error: unknown) => void;
}

/**
 * Runs one operation of the REST API: origin → bearer → rate → input → authorize → verb → output. Cookies are not looked at, whatever comes along: a browser that is
 * signed in can't be made to act here. Errors become problem+json.
 */
export async function runApi(request: Request, around: ApiSurroundings): Promise<Response> {
  let ctx: Context | null = null;
  let endpoint: Endpoint | null = null;
  try {
    guardForeignPages(request.headers, around.ownOrigin);
    const actor = await bearer(request.headers, around);
    ctx = around.context(actor);
    around.limit.take(actor.apiToken?.id ?? actor.id, ctx.clock.now());
    const match = findEndpoint(request.method, around.path);
    if (!match) throw notFound(`/api/v1${around.path}`);
    if ("allow" in match) return notAllowed(request.method, match.allow);
    endpoint = match.endpoint;
    if (endpoint.action) authorize(actor, endpoint.action);
    const given = takesBody(endpoint.method) ? await jsonBody(request) : queryValues(new URL(request.url).searchParams);
    const input = parse(endpoint.input, { ...given, ...match.params });
    return answer(endpoint, await endpoint.run(ctx, input as never));
  } catch (error) {
    if (error instanceof AppError && error.code === "Forbidden") await auditDenial(ctx, endpoint?.action ? { action: endpoint.action } : null, error.message);
    const response = problem(failure(error, around.onUnknown).error);
    if (response.status === 401) response.headers.set("www-authenticate", 'Bearer realm="Countersign"');
    return response;
  }
}

export const takesBody = (method: Method): boolean => method === "POST" || method === "PUT";

function answer(endpoint: Endpoint, data: unknown): Response {
  if (data instanceof Response) {
    data.headers.set("cache-control", "no-store");
    return data;
  }
  if (!endpoint.output) return new Response(null, { status: 204, headers: { "cache-control": "no-store" } });
  // A verb that no longer gives what is documented is an error of ours, and said so in the log.
  return Response.json(endpoint.output.parse(data), { status: endpoint.status ?? 200, headers: { "cache-control": "no-store" } });
}

async function bearer(headers: Headers, around: ApiSurroundings): Promise<Extract<Actor, { type: "person" }>> {
  const [, secret] = /^Bearer (\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (!secret) throw unauthenticated("Send an API token: Authorization: Bearer cst_… . Make one on the API tokens page. Being signed in does not count here.");
  const actor = await around.actorOf(secret);
  if (!actor) throw unauthenticated("This API token does not work: it is unknown, expired or revoked, or its owner is not active.");
  return actor;
}

/** Programs send no Origin; a page of somebody else's has no business here. */
function guardForeignPages(headers: Headers, ownOrigin: string): void {
  const origin = headers.get("origin");
  if (origin !== null && origin !== ownOrigin) throw forbidden(`The API answers no page of ${origin}. Call it from a program.`);
}

function notAllowed(method: string, allow: Method[]): Response {
  const detail = `${method} is not possible here. Use ${allow.join(" or ")}.`;
  return Response.json(
    { type: "urn:countersign:error:MethodNotAllowed", title: "MethodNotAllowed", status: 405, detail },
    { status: 405, headers: { allow: allow.join(", "), "content-type": "application/problem+json", "cache-control": "no-store" } },
  );
}
