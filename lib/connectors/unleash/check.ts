import { checkedBy } from "../check";
import type { Checker } from "../contract";
import { pathOf } from "./client";
import { doorVerdict } from "./door";

/** The door at which backend tokens ask for their flags; another type is sent elsewhere, in words that prove it alive. Unleash notes the visit as use. */
export const unleashChecker: Checker = (http, settings, secret) =>
  checkedBy(
    () =>
      http.request({ method: "GET", path: pathOf({ settings }, "/api/client/features"), headers: { authorization: secret }, retry: false, keepBytes: 4_096 }),
    doorVerdict,
    secret,
  );
