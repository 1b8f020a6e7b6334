import { openApi } from "@/lib/api/openapi/document";
import { webEnv } from "@/lib/next/web-env";

/** The description of the REST API (OpenAPI 3.1), made from the same table as the routes. It tells nothing of this deployment but its address, so anybody may read it. */
export function GET(): Response {
  return Response.json(openApi(webEnv().COUNTERSIGN_ORIGIN), { headers: { "cache-control": "no-cache" } });
}
