import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { webLog } from "./context";
import { type RouteDefinition, runRoute } from "./run-route";
import { currentContext } from "./session";
import { webEnv } from "./web-env";

interface RouteArguments {
  params: Promise<Record<string, string | string[] | undefined>>;
}

/** A JSON route over a query or verb, for signed-in people. Export it as GET, POST, … Does not type-check without `authorize`. */
export function defineRoute<S extends z.ZodType, T>(definition: RouteDefinition<S, T>): (request: Request, args: RouteArguments) => Promise<Response> {
  return async (request, { params }) =>
    runRoute(definition, request, {
      params: await params,
      ownOrigin: webEnv().COUNTERSIGN_ORIGIN,
      signedIn: currentContext,
      onUnknown: (error) => {
        unstable_rethrow(error);
        webLog().error({ err: error, path: new URL(request.url).pathname }, "route failed");
      },
    });
}
