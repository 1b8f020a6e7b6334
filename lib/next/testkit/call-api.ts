import { actorOfToken } from "../../api-tokens/actor-of-token";
import { RateLimit } from "../../api-tokens/rate-limit";
import type { TestDatabase } from "../../testkit/database";
import { runApi } from "../run-api";

export const own = "http://localhost:3000";

/** Asks the REST API on a test's database, as a program with this API token does. */
export function callApi(database: TestDatabase, limit: () => RateLimit = () => new RateLimit()) {
  return (secret: string | null, method: string, path: string, { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {}) =>
    runApi(
      new Request(`${own}/api/v1${path}`, {
        method,
        headers: { ...(secret ? { authorization: `Bearer ${secret}` } : {}), ...headers },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
      {
        path: path.split("?")[0] ?? "",
        ownOrigin: own,
        actorOf: (given) => actorOfToken(database.context("web"), given),
        context: (actor) => database.context("web", actor),
        limit: limit(),
        onUnknown: (error) => {
          throw error;
        },
      },
    );
}
