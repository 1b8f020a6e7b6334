import { archiveLimits } from "./budget";

/** One message as it stands, to where it is held. */
export interface Message {
  bytes: Buffer;
  /** it goes on behind what is held */
  cut: boolean;
}

/** The line before each message (RFC 4155): a sender, and when it came. */
const separator = /^From \S{1,300} [^\n]{0,60}\d{1,2}:\d{2}[^\n]{0,60}/;
const header = /^[!-9;-~]{1,100}:/;
const newline = 10;
/** What must be there of a line to tell whether it is a separator. */
const longestSeparator = 480;
const longestLine = 1024 * 1024;

/** Whether this is the beginning of a mailbox of many messages. */
export function isMbox(head: Uint8Array): boolean {
  const [first = "", second = ""] = Buffer.from(head.subarray(0, 4096)).toString("latin1").split(/\r?\n/);
  return separator.test(first) && (header.test(second) || second.startsWith(">From "));
}

/** Whether this is the beginning of a message on its own: headers, among them who and how it was sent. */
export function isMessage(head: Uint8Array): boolean {
  const lines = Buffer.from(head.subarray(0, 32 * 1024))
    .toString("latin1")
    .split(/\r?\n/);
  const end = lines.indexOf("");
  const names = new Set<string>();
  for (const line of lines.slice(0, end < 0 ? -1 : end)) {
    if (/^[ \t]/.test(line)) continue;
    if (!header.test(line)) return false;
    names.add(line.slice(0, line.indexOf(":")).toLowerCase());
  }
  return (
    names.has("from") &&
    ["message-id", "received", "mime-version", "return-path"].some((name) => names.has(name)) &&
    (names.has("date") || names.has("subject"))
  );
}

/** The messages of a mailbox as it arrives, one held at a time. */
export async function* mboxMessages(source: AsyncIterable<Uint8Array>, most = archiveLimits.held): AsyncGenerator<Message> {
  const splitter = new Splitter(most);
  try {
    for await (const chunk of source) yield* splitter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength), false);
  } catch (error) {
    // what came before the fault is there all the same
    yield* splitter.push(Buffer.alloc(0), true);
    throw error;
  }
  yield* splitter.push(Buffer.alloc(0), true);
}

/** The same for a message on its own. */
export async function oneMessage(source: AsyncIterable<Uint8Array>, most = archiveLimits.held): Promise<Message> {
  const message = new Holder(most);
  for await (const chunk of source) message.add(chunk);
  return message.take();
}

const from = Buffer.from("From ");
function startsMessage(bytes: Buffer, at: number): boolean {
  return bytes[at] === from[0] && bytes.subarray(at, at + from.length).equals(from) && separator.test(bytes.toString("latin1", at, at + longestSeparator));
}

/** Takes a mailbox apart line by line: a message begins behind an empty line. */
class Splitter {
  private readonly message: Holder;
  private rest: Buffer = Buffer.alloc(0);
  private blank = true;
  private began = false;

  constructor(most: number) {
    this.message = new Holder(most);
  }

  push(chunk: Buffer, last: boolean): Message[] {
    const done: Message[] = [];
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    // what stands between belongs to the message
    let [from, line] = [0, 0];
    while (line < bytes.length) {
      const next = bytes.indexOf(newline, line);
      if (!last && (next < 0 || bytes.length - line <= longestSeparator)) break;
      const end = next < 0 ? bytes.length : next + 1;
      if (this.blank && startsMessage(bytes, line)) {
        this.message.add(bytes.subarray(from, line));
        if (this.began) done.push(this.message.take());
        this.began = true;
        from = end;
      }
      this.blank = end - line <= 2 && bytes.toString("latin1", line, end).trim() === "";
      line = end;
    }
    // a line that never ends is passed on in parts
    if (!last && line === 0 && bytes.length > longestLine) line = bytes.length - longestSeparator;
    this.message.add(bytes.subarray(from, line));
    this.rest = bytes.subarray(line);
    if (last && !this.message.empty) done.push(this.message.take());
    return done;
  }
}

/** The parts of one message, up to what may be held. */
class Holder {
  private parts: Buffer[] = [];
  private length = 0;
  private cut = false;

  constructor(private readonly most: number) {}

  get empty(): boolean {
    return this.length === 0;
  }

  add(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, this.most - this.length);
    if (kept.length < bytes.length) this.cut = true;
    if (kept.length === 0) return;
    this.parts.push(Buffer.from(kept));
    this.length += kept.length;
  }

  take(): Message {
    const message = { bytes: Buffer.concat(this.parts), cut: this.cut };
    [this.parts, this.length, this.cut] = [[], 0, false];
    return message;
  }
}
