import { z } from "zod";

/** Where the pages lie of what an export holds: https alone, with nothing in it that could be a credential. Without a slash at its end. */
export const BaseAddress = z
  .url()
  .max(300)
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const { protocol, username, password, search, hash } = new URL(text);
    return protocol === "https:" && username === "" && password === "" && search === "" && hash === "" && !/[?#@\\]/.test(text);
  })
  .transform((text) => new URL(text).href.replace(/\/+$/, ""));

/** The page of a message in Slack's archives; null where its channel's id is not known. `ts` and `thread`: as Slack numbers messages. */
export function slackAddress(base: string | null, channel: string | null, ts: string, thread: string | null): string | null {
  const number = /^(\d+)(?:\.(\d{1,6}))?$/.exec(ts);
  if (base === null || channel === null || !/^[A-Z0-9]+$/.test(channel) || !number) return null;
  const reply = thread !== null && thread !== ts && /^\d+\.\d+$/.test(thread) ? `?thread_ts=${thread}&cid=${channel}` : "";
  return `${base}/archives/${channel}/p${number[1]}${(number[2] ?? "").padEnd(6, "0")}${reply}`;
}

/** The page of an issue in Jira; null where its key is none. */
export const issueAddress = (base: string | null, key: string | null): string | null =>
  base !== null && key !== null && /^[A-Z][A-Z0-9_]*-\d+$/.test(key) ? `${base}/browse/${key}` : null;
