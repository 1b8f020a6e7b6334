import { z } from "zod";
import type { Location } from "../../domain/exposures";
import { slackAddress } from "./base-address";
import { Unlookable } from "./budget";
import type { Entry, Sourced } from "./piece";
import { Segments } from "./segments";
import { day, jsonOf, slackNames } from "./slack-names";

/** What of Slack's export format is read (slack.com/help, "How to read Slack data exports"); everything else is passed over. */
const Message = z.object({
  ts: z.string().regex(/^\d+(\.\d+)?$/),
  // nothing but a link hangs on it
  thread_ts: z.string().optional().catch(undefined),
  user: z.string().optional(),
  username: z.string().optional(),
  text: z.string().optional(),
  blocks: z.array(z.unknown()).optional(),
  attachments: z.array(z.unknown()).optional(),
  files: z.array(z.unknown()).optional(),
});

interface Origin {
  channel: string;
  author: string | null;
  ts: string;
  url: string | null;
}

/**
 * Every message of a Slack export: its text, blocks, attachments and the previews of its files. `entries` lists the export's files and is asked twice:
 * who people and channels are stands in files of their own. `base`: the workspace's address, which no export tells.
 */
export async function* slackExport(entries: () => AsyncIterable<Entry>, base: string | null = null): AsyncGenerator<Sourced> {
  const names = await slackNames(entries());
  for (const audience of names.audiences) yield { audience };
  const segments = new Segments<Origin>({ channel: "chat", prose: true }, ({ channel }) => channel, place);
  for await (const entry of entries()) {
    const folder = day.exec(entry.path)?.[1];
    if (folder === undefined) continue;
    try {
      for (const raw of z.array(z.unknown()).parse(await jsonOf(entry))) {
        const { ts, thread_ts: thread = null, user, username, ...said } = Message.parse(raw);
        const url = slackAddress(base, names.id(folder), ts, thread);
        segments.begin({ channel: names.channel(folder), author: names.person(user) ?? username ?? null, ts, url });
        for (const text of textsOf(said)) segments.append(Buffer.from(`${text}\n`));
        const piece = segments.full ? segments.take() : null;
        if (piece) yield { piece };
      }
    } catch (error) {
      yield { unreadable: faultOf(entry.path, error) };
    }
  }
  const piece = segments.take();
  if (piece) yield { piece };
}

function place({ channel, author, ts, url }: Origin, _line: number): Location {
  return { path: channel, line: null, reference: ts, author, at: new Date(Number(ts) * 1000).toISOString(), url };
}

/** What a message says, each text once: blocks repeat what stands in the text. */
function textsOf({ text = "", blocks = [], attachments = [], files = [] }: Omit<z.infer<typeof Message>, "ts" | "thread_ts">): string[] {
  const texts = [unescaped(text)];
  for (const part of strings([...blocks, ...attachments, ...files])) {
    const plain = unescaped(part);
    if (!texts.some((known) => known.includes(plain))) texts.push(plain);
  }
  return texts.filter((one) => one !== "");
}

/** Slack writes these three as entities, and links in angle brackets (api.slack.com, "Formatting text"). */
const unescaped = (text: string): string =>
  text
    .replace(/<([^<>|]+)\|([^<>]*)>/g, "$1 $2")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

const deepest = 30;
/** Every text in a value, ids and kinds of blocks among them: they are short and do no harm. */
function* strings(value: unknown, depth = 0): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null && depth < deepest) for (const inner of Object.values(value)) yield* strings(inner, depth + 1);
}

function faultOf(path: string, error: unknown) {
  if (error instanceof Unlookable) return { path, reason: error.reason, detail: error.detail };
  if (error instanceof SyntaxError || error instanceof z.ZodError) return { path, reason: "malformed" as const, detail: "not a day of messages in JSON" };
  throw error;
}
