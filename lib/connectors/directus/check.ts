import { checkedBy } from "../check";
import type { Checker } from "../contract";
import { pathOf } from "./client";
import { doorPath, doorVerdict } from "./door";

/**
 * The id of the token's own user, which every static token may read; Directus keeps no trace of it. A suspended user's token is refused in the same
 * words as one that was taken away: the answer says that it opens nothing now, and not that it never will.
 */
export const directusChecker: Checker = (http, settings, secret) =>
  checkedBy(
    () =>
      http.request({
        method: "GET",
        path: pathOf({ settings }, doorPath),
        headers: { authorization: `Bearer ${secret}`, "cache-control": "no-store" },
        retry: false,
        keepBytes: 4_096,
      }),
    doorVerdict,
    secret,
  );
