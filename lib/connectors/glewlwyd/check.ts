import { checkedBy } from "../check";
import type { Checker } from "../contract";
import { pathOf } from "./client";
import { doorPath, doorVerdict } from "./door";

/** One scope's name at most, at the administration's door, the only one that takes API keys. Glewlwyd counts the visit as use of the key. */
export const glewlwydChecker: Checker = (http, settings, secret) =>
  checkedBy(
    () =>
      http.request({
        method: "GET",
        path: pathOf({ settings }, doorPath),
        headers: { authorization: `token ${secret}` },
        retry: false,
        keepBytes: 64 * 1024,
      }),
    doorVerdict,
    secret,
  );
