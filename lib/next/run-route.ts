import type { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { AppError, invalidInput, unauthenticated } from "../core/errors";
import { parse } from "../core/parse";
import { failure } from "../core/result";
import { formValues } from "./form-values";
import { guardOrigin } from "./origin-guard";
import { problem } from "./problem";
import { auditDenial, type Permission } from "./run-action";

export interface RouteDefinition<S extends z.ZodType, T> {
  /** path parameters and, for GET, query parameters; otherwise path parameters and JSON body. A path parameter wins over the rest. */
  input: S;
  authorize: (input: z.output<S>) => Permission;
  /** plain data becomes JSON; a Response is sent as it is (downloads, streams) */
  run: (ctx: Context, input: z.output<S>, request: Request) => Promise<T>;
}

export interface RouteSurroundings {
  params: Record<string, string | string[] | undefined>;
  ownOrigin: string;
  signedIn: () => Promise<Context | null>;
  onUnknown: (error: unknown) => void;
}

/** Runs a JSON route: origin (unless GET) → who → input → authorize → verb or query. Errors become problem+json. */
export async function runRoute<S extends z.ZodType, T>(definition: RouteDefinition<S, T>, request: Request, around: RouteSurroundings): Promise<Response> {
  let ctx: Context | null = null;
  let permission: Permission | null = null;
  const reading = request.method === "GET" || request.method === "HEAD";
  try {
    if (!reading) guardOrigin(request.headers, around.ownOrigin);
    ctx = await around.signedIn();
    if (!ctx) throw unauthenticated();
    const given = reading ? queryValues(new URL(request.url).searchParams) : await bodyValues(request);
    const input = parse(definition.input, { ...given, ...around.params });
    permission = definition.authorize(input);
    authorize(ctx.actor, permission.action);
    const data = await definition.run(ctx, input, request);
    return data instanceof Response ? data : Response.json(data, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    if (error instanceof AppError && error.code === "Forbidden") await auditDenial(ctx, permission, error.message);
    return problem(failure(error, around.onUnknown).error);
  }
}

/** Query parameters as an object; repeated ones become arrays. */
export function queryValues(query: URLSearchParams): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const key of new Set(query.keys())) {
    const all = query.getAll(key);
    values[key] = all.length === 1 && all[0] !== undefined ? all[0] : all;
  }
  return values;
}

async function bodyValues(request: Request): Promise<Record<string, unknown>> {
  const kind = request.headers.get("content-type") ?? "";
  if (/^(multipart\/form-data|application\/x-www-form-urlencoded)/.test(kind)) return formValues(await request.formData());
  const body: unknown = await request.json().catch(() => {
    throw invalidInput("The body is not JSON. Send JSON with content-type application/json.");
  });
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw invalidInput("The body must be a JSON object.");
  return { ...body };
}
