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
import { aboutOf, type Form } from "./open-source";
import { otherScanner, otherScannersReport } from "./other-scanners";
import { type Sourced, SourceFault } from "./piece";
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
  /** what it is, where somebody says so */
  form?: SentForm | undefined;
}

/** Forms that need a folder, or lie at an address. */
export const onDisk = ["git", "directory", "image", "rest"] as const;
/** As what content that comes by itself can be taken. */
export type SentForm = Exclude<Form, (typeof onDisk)[number]>;
/** Taken apart by what lies in them. */
const contentForms: ReadonlySet<SentForm> = new Set(["file", "mail", "har"]);

/**
 * Everything that lies in content somebody sends, taken for what it looks like, unless somebody says what it is: a Slack or Jira export, another
 * scanner's report, an archive, text. It is read as it comes. A zip has its directory at its end: a small one is held in memory, a larger one lies in a
 * file that lost its name as it was made, so nothing of it is left when this process ends, however it ends. Throws SourceFault where it is not what was said.
 */
export async function* openSent({ bytes, name, channel, size, spool, held = archiveLimits.held, form }: Content): AsyncGenerator<Sourced> {
  const { head, rest } = await headOf(bytes);
  const zipped = form === "slack" || form === "confluence" || form === "actions";
  if (isZip(head) && (zipped || form === undefined || contentForms.has(form))) return yield* sentZip(rest(), { name, channel, spool, held, form });
  if (zipped) throw new SourceFault(`${name} is no zip, as an export for --as ${form} is. Send the zip, or scan the unpacked folder by its path.`);
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 4096));
  const taken = form ?? (jiraForm(text) ? "jira" : (otherScanner(text) ?? importedForm(text) ?? "file"));
  switch (taken) {
    case "jira":
      return yield* jiraForm(text) === "csv" ? jiraCsv(rest(), name) : jiraXml(rest(), name);
    case "gitleaks":
    case "trufflehog":
      return yield* otherScannersReport(taken, rest(), name);
    case "sarif":
    case "github-alerts":
    case "gitguardian":
      return yield* importedReport(taken, rest(), name);
    case "file":
    case "mail":
    case "har":
      return yield* contentOf({ path: name, at: null, bytes: rest() }, aboutOf(channel), new Budget(size ?? 0));
    default:
      return taken satisfies never;
  }
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
  { name, channel, spool, held, form }: Required<Pick<Content, "name" | "channel" | "spool" | "held">> & Pick<Content, "form">,
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
    return yield* insideZip(whole, whole, length, { name, channel, form });
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
    yield* insideZip(`/dev/fd/${handle.fd}`, head, length, { name, channel, form });
  } finally {
    await handle.close();
  }
}

async function* insideZip(
  archive: string | Buffer,
  head: Uint8Array,
  length: number,
  { name, channel, form }: Pick<Content, "name" | "channel" | "form">,
): AsyncGenerator<Sourced> {
  const about = aboutOf(channel);
  switch (form ?? (await zipForm(archive, length))) {
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
