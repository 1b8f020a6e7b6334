import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Channel } from "../../lib/domain/exposures";
import { onDisk, openSent, type SentForm } from "../../lib/exposure/sources/open-sent";
import { channelOf, type Form, type OpenOptions } from "../../lib/exposure/sources/open-source";
import { type Sourced, SourceFault } from "../../lib/exposure/sources/piece";
import type { ScanInput } from "../collector/scans/run-scan";

/** What comes on standard input: text, an archive, an export, a report. Throws SourceFault where it can't be what is said. */
export function standardInput({ form, channel: said, since }: Pick<OpenOptions, "form" | "channel" | "since">): ScanInput {
  if (since !== undefined) throw new SourceFault("--since is for repositories, and standard input is none: name the repository by its path.");
  if (form && !isSent(form)) throw new SourceFault(`--as ${form} can't come on standard input: name it by its path.`);
  const [name, channel] = ["standard input", said ?? usual(form)];
  return { form: "stream", name, location: null, channel, source: sent(name, channel, form) };
}

const isSent = (form: Form): form is SentForm => !(onDisk as readonly Form[]).includes(form);
const usual = (form: SentForm | undefined): Channel => (form === undefined || form === "file" ? "other" : (channelOf[form] ?? "code"));

async function* sent(name: string, channel: Channel, form: SentForm | undefined): AsyncGenerator<Sourced> {
  const spool = path.join(tmpdir(), `countersign-${randomUUID()}`);
  try {
    yield* openSent({ bytes: process.stdin, name, channel, size: null, spool, form });
  } finally {
    await rm(spool, { recursive: true, force: true });
  }
}
