import { may } from "@/lib/authorization/authorize";
import { health, liveness } from "@/lib/health/queries";
import { anonymousContext } from "@/lib/next/context";
import { currentContext } from "@/lib/next/session";

/** For load balancers and people alike: strangers get the state and the walls, the signed-in why, and each process. 503 where the database does not answer. */
export async function GET(): Promise<Response> {
  const summary = await liveness(anonymousContext());
  const ctx = summary.status === "down" ? null : await currentContext();
  return Response.json(ctx && may(ctx.actor, "overview.read") ? await health(ctx) : summary, {
    status: summary.status === "down" ? 503 : 200,
    headers: { "cache-control": "no-store" },
  });
}
