import "server-only";
import { actorOfToken } from "../api-tokens/actor-of-token";
import { RateLimit } from "../api-tokens/rate-limit";
import { anonymousContext, webContext, webLog } from "./context";
import { runApi } from "./run-api";
import { webEnv } from "./web-env";

const limit = new RateLimit();

interface Arguments {
  params: Promise<{ path?: string[] }>;
}

/** Answers any request below /api/v1. */
export async function apiRoute(request: Request, { params }: Arguments): Promise<Response> {
  const { path = [] } = await params;
  return runApi(request, {
    path: `/${path.join("/")}`,
    ownOrigin: webEnv().COUNTERSIGN_ORIGIN,
    actorOf: (secret) => actorOfToken(anonymousContext(), secret),
    context: webContext,
    limit,
    onUnknown: (error) => webLog().error({ err: error, path: new URL(request.url).pathname }, "API call failed"),
  });
}
