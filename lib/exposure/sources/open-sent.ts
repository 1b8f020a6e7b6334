import { mkdir, open, unlink } from "node:fs/promises";
import path from "node:path";
import type { Channel } from "../../domain/exposures";
import { actionsLog } from "./actions-log";
import { archiveLimits, Budget } from "./budget";
import { confluenceExport } from "./confluence";
import { contentOf, headOf, isPacked } from "./content";
import { importedForm, importedReport } from "./imported/read-report";
import { jiraCsv } from "./jira-csv";
import { jiraXml } from "./jira-xml";
import { jiraForm, zipForm } from "./looks-like";
import { isMbox, isMessage } from "./mbox";
import { aboutOf } from "./open-source";
import { otherScanner, otherScannersReport } from "./other-scanners";
import type { Sourced } from "./piece";
import { slackExport } from "./slack";
import { treeOfZip } from "./tree";
import { isZip } from "./zip";

/** Content that somebody sends. */
export interface Content {
  bytes: AsyncIterable<Uint8Array>;
  /** what its places are called */
  name: string;
  channel: Channel;
  /** how many bytes it is; null = unknown */
  size: number | null;
  /** a folder that nobody else may enter, for an archive too large to be held in memory */
  spool: string;
  /** a zip up to so many bytes is held in memory */
  held?: number;
}

/**
 * Everything that lies in content somebody sends, taken for what it looks like: a Slack or Jira export, another scanner's report, an archive, text.
 * It is read as it comes. A zip has its directory at its end: a small one is held in memory, a larger one lies in a file that lost its name as it
 * was made, so nothing of it is left when this process ends, however it ends.
 */
export async function* openSent({ bytes, name, channel, size, spool, held = archiveLimits.held }: Content): AsyncGenerator<Sourced> {
  const { head, rest } = await headOf(bytes);
  if (isZip(head)) return yield* sentZip(rest(), { name, channel, spool, held });
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 4096));
  const jira = jiraForm(text);
  if (jira) return yield* jira === "csv" ? jiraCsv(rest(), name) : jiraXml(rest(), name);
  const scanner = otherScanner(text);
  if (scanner) return yield* otherScannersReport(scanner, rest(), name);
  const report = importedForm(text);
  if (report) return yield* importedReport(report, rest(), name);
  yield* contentOf({ path: name, at: null, bytes: rest() }, aboutOf(channel), new Budget(size ?? 0));
}

/**
 * Whether content is text and nothing else, by its beginning: nothing that is unpacked, and nothing that is taken apart before it is looked through
 * (mail, traffic, exports, reports, whatever else is JSON or XML).
 */
export function isPlain(head: Uint8Array): boolean {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 4096));
  return !isPacked(head) && !isMbox(head) && !isMessage(head) && jiraForm(text) === null && !/^\ufeff?\s*[[{<]/.test(text.toString("utf8"));
}

async function* sentZip(
  bytes: AsyncIterable<Uint8Array>,
  { name, channel, spool, held }: Required<Pick<Content, "name" | "channel" | "spool" | "held">>,
): AsyncGenerator<Sourced> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const iterator = bytes[Symbol.asyncIterator]();
  let next = await iterator.next();
  for (; !next.done && length + next.value.length <= held; next = await iterator.next()) {
    chunks.push(next.value);
    length += next.value.length;
  }
  if (next.done) {
    const whole = Buffer.concat(chunks);
    return yield* insideZip(whole, whole, length, { name, channel });
  }
  const head = chunks[0] ?? next.value;
  await mkdir(spool, { recursive: true, mode: 0o700 });
  const file = path.join(spool, crypto.randomUUID());
  const handle = await open(file, "wx+", 0o600);
  try {
    await unlink(file);
    for (const chunk of chunks.splice(0)) await handle.writeFile(chunk);
    for (; !next.done; next = await iterator.next()) {
      await handle.writeFile(next.value);
      length += next.value.length;
    }
    // the name is gone, the open file is not: both Linux and macOS give it another
    yield* insideZip(`/dev/fd/${handle.fd}`, head, length, { name, channel });
  } finally {
    await handle.close();
  }
}

async function* insideZip(
  archive: string | Buffer,
  head: Uint8Array,
  length: number,
  { name, channel }: Pick<Content, "name" | "channel">,
): AsyncGenerator<Sourced> {
  const about = aboutOf(channel);
  switch (await zipForm(archive, length)) {
    case "slack":
      return yield* slackExport(treeOfZip(archive, length));
    case "confluence":
      return yield* confluenceExport(treeOfZip(archive, length), about);
    case "actions":
      return yield* actionsLog(treeOfZip(archive, length), about);
  }
  const where = typeof archive === "string" ? { file: archive } : {};
  yield* contentOf({ path: name, at: null, bytes: one(head), ...where }, about, new Budget(length));
}

async function* one(buffer: Uint8Array): AsyncGenerator<Uint8Array> {
  yield buffer;
}
