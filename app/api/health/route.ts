import { health } from "@/lib/health/queries";
import { anonymousContext } from "@/lib/next/context";
import { currentActor } from "@/lib/next/session";

/** For load balancers and people alike: strangers get the summary, the signed-in each process. 503 where the database does not answer. */
export async function GET(): Promise<Response> {
  const { processes, ...summary } = await health(anonymousContext());
  const actor = summary.database === "ok" ? await currentActor() : null;
  return Response.json(actor ? { ...summary, processes } : summary, {
    status: summary.status === "down" ? 503 : 200,
    headers: { "cache-control": "no-store" },
  });
}
