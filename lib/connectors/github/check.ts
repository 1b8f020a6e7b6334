import { z } from "zod";
import { checkedBy } from "../check";
import type { Checker } from "../contract";
import type { VendorResponse } from "../vendor-http";
import { jsonOf } from "../wire";
import { headersOf, judged } from "./client";
import { GithubSettings } from "./credential";
import { Refusal } from "./wire";

const RateLimit = z.object({ resources: z.object({ core: z.object({ limit: z.int() }) }) });
/** What GitHub grants an hour to those who show nothing: an answer with it says nothing of what was shown. */
const anonymousLimit = 60;

/** How much the token may still ask: the one call that reads nothing of anybody and counts against nothing. GitHub dates it as use of the token. */
export const githubChecker: Checker = (http, settings, secret) =>
  checkedBy(
    async () => {
      const { basePath } = GithubSettings.parse(settings);
      const request = { method: "GET", path: `${basePath}/rate_limit`, headers: headersOf(`Bearer ${secret}`), retry: false, keepBytes: 64 * 1024 } as const;
      return judged(await http.request(request), new Date());
    },
    doorVerdict,
    secret,
  );

/** GitHub refuses what it does not know, or no longer, as "Bad credentials", whatever was asked for. A suspended user's 403 and a missing page say nothing. */
function doorVerdict(response: VendorResponse): "alive" | "dead" | "unknown" {
  if (response.status === 401) return Refusal.safeParse(jsonOf(response)).data?.message === "Bad credentials" ? "dead" : "unknown";
  const told = response.status === 200 ? RateLimit.safeParse(jsonOf(response)).data : undefined;
  return told && told.resources.core.limit > anonymousLimit ? "alive" : "unknown";
}
