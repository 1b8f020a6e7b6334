import { z } from "zod";
import type { Location } from "../../domain/exposures";
import { archiveLimits } from "./budget";
import { type About, dateOf, type Entry, placed, placeInFile, type Sourced } from "./piece";
import { Segments } from "./segments";

const Pair = z.object({ name: z.string(), value: z.string().default("") });
const pairs = z.array(Pair).catch([]).default([]);
/** What of an HTTP Archive 1.2 is read; everything else is passed over. */
const HarEntry = z.object({
  startedDateTime: z.string().optional(),
  request: z.object({
    method: z.string().default("GET"),
    url: z.string(),
    headers: pairs,
    cookies: pairs,
    queryString: pairs,
    postData: z.object({ text: z.string().optional(), params: z.array(Pair.partial()).optional() }).optional(),
  }),
  response: z
    .object({
      headers: pairs,
      cookies: pairs,
      redirectURL: z.string().optional(),
      content: z.object({ text: z.string().optional(), encoding: z.string().optional() }).optional(),
    })
    .optional(),
});
type HarEntry = z.infer<typeof HarEntry>;
const Har = z.object({ log: z.object({ entries: z.array(z.unknown()) }) });

/** Whether this is the beginning of an HTTP Archive. */
export const isHar = (head: Uint8Array): boolean => /^\ufeff?\s*\{\s*"log"\s*:\s*\{/.test(Buffer.from(head.subarray(0, 4096)).toString("utf8"));

/**
 * Every request and answer of an HTTP Archive: addresses, headers, cookies, what was sent and what came, base64 undone; `open` looks into it. One that
 * is cut off, or larger than is held, is looked through as the text it is.
 */
export async function* harOf(
  entry: Pick<Entry, "path" | "at">,
  bytes: AsyncIterable<Uint8Array>,
  about: About,
  open: (entry: Entry) => AsyncIterable<Sourced>,
): AsyncGenerator<Sourced> {
  const { whole, stream } = await upTo(bytes, archiveLimits.held);
  const har = whole ? Har.safeParse(jsonOf(whole)) : null;
  if (!har?.success) {
    yield { piece: { ...about, pathAt: () => entry.path, content: whole ?? stream, locate: placeInFile(entry.path, entry.at) } };
    return yield {
      unreadable: whole
        ? { path: entry.path, reason: "malformed", detail: "no HTTP Archive to its end: read as text, and what is base64 in it is not undone" }
        : { path: entry.path, reason: "too_large", detail: `more than ${archiveLimits.held} bytes: read as text, and what is base64 in it is not undone` },
    };
  }
  const segments = new Segments<Location>(
    about,
    () => null,
    (place) => place,
  );
  for (const [n, raw] of har.data.log.entries.entries()) {
    const parsed = HarEntry.safeParse(raw);
    if (!parsed.success) {
      yield {
        unreadable: {
          path: entry.path,
          reason: "malformed",
          detail: `entry ${n + 1}: ${parsed.error.issues[0]?.path.join(".")} ${parsed.error.issues[0]?.message}`,
        },
      };
      continue;
    }
    const place = placeOf(entry.path, parsed.data, n + 1);
    segments.begin(place);
    segments.append(Buffer.from(textOf(parsed.data)));
    yield* contentOfAnswer(parsed.data, place, segments, open);
    const piece = segments.full ? segments.take() : null;
    if (piece) yield { piece };
  }
  const piece = segments.take();
  if (piece) yield { piece };
}

async function* contentOfAnswer(
  { response }: HarEntry,
  place: Location,
  segments: Segments<Location>,
  open: (entry: Entry) => AsyncIterable<Sourced>,
): AsyncGenerator<Sourced> {
  const { text, encoding } = response?.content ?? {};
  if (!text) return;
  if (encoding !== "base64") return segments.append(Buffer.from(`\n\n${text}`));
  async function* bytes() {
    yield Buffer.from(text as string, "base64");
  }
  for await (const one of open({ path: `${place.path} answer`, at: null, bytes: bytes() }))
    yield placed(one, (found) => ({ ...place, path: found.path, line: found.line }));
}

/** What was sent and came, each thing once: cookies stand among the headers, queries in the address. */
function textOf({ request, response }: HarEntry): string {
  const lines = [`${request.method} ${request.url}`, ...written(request.headers, ": ")];
  add(lines, written(request.queryString, "="));
  add(lines, written(request.cookies, "="));
  const { text = "", params = [] } = request.postData ?? {};
  if (text) lines.push("", text);
  add(
    lines,
    written(
      params.map(({ name = "", value = "" }) => ({ name, value })),
      "=",
    ),
  );
  if (response) {
    lines.push("", ...written(response.headers, ": "));
    add(lines, written(response.cookies, "="));
    add(lines, response.redirectURL ? [response.redirectURL] : []);
  }
  return lines.join("\n");
}

const written = (all: readonly z.infer<typeof Pair>[], between: string): string[] => all.map(({ name, value }) => `${name}${between}${value}`);

/** What is longer is not compared: what stands in it and beside it is looked through twice. */
const compared = 256 * 1024;

/** Adds the lines that are not there yet: as one, or as a part of an address, of cookies, or of a form. */
function add(lines: string[], more: readonly string[]): void {
  if (more.length === 0) return;
  const known = new Set<string>();
  for (const line of lines) if (line.length <= compared) for (const part of [line, ...line.split(/[\s;]+/), ...line.split(/[\s;?&#]+/)]) known.add(part);
  for (const line of more) if (!known.has(line)) lines.push(line);
}

/** The address without what may be a secret: no query, nobody's name and password, no long part of letters and digits. */
function placeOf(path: string, { request: { method, url }, startedDateTime }: HarEntry, n: number): Location {
  return { path: `${path}!/${method} ${shownAddress(url)}`, line: null, reference: `entry ${n}`, author: null, at: dateOf(startedDateTime), url: null };
}

function shownAddress(url: string): string {
  if (!URL.canParse(url)) return "an address";
  const { protocol, host, pathname } = new URL(url);
  const parts = pathname
    .split("/")
    .map((part) => (part.length >= 20 && /\d/.test(part) && /[a-z]/i.test(part) && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-/i.test(part) ? "…" : part));
  return `${protocol}//${host}${parts.join("/")}`;
}

function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8").replace(/^\ufeff/, ""));
  } catch {
    return null;
  }
}

/** Everything at once where it is no more than `most` bytes; else everything as it comes. */
async function upTo(
  source: AsyncIterable<Uint8Array>,
  most: number,
): Promise<{ whole: Buffer; stream: null } | { whole: null; stream: AsyncIterable<Uint8Array> }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const iterator = source[Symbol.asyncIterator]();
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    chunks.push(next.value);
    length += next.value.length;
    if (length > most)
      return {
        whole: null,
        stream: (async function* () {
          yield* chunks;
          for (let more = await iterator.next(); !more.done; more = await iterator.next()) yield more.value;
        })(),
      };
  }
  return { whole: Buffer.concat(chunks), stream: null };
}
