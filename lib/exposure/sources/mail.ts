import PostalMime, { type Address, type Attachment, type Email } from "postal-mime";
import type { Location } from "../../domain/exposures";
import { archiveLimits, Unlookable } from "./budget";
import { isMbox, type Message, mboxMessages, oneMessage } from "./mbox";
import { type About, dateOf, type Entry, placed, type Sourced } from "./piece";
import { plainText } from "./plain-text";
import { Segments } from "./segments";

/** Messages within messages are opened as what is attached, with a place of their own; parts and headers are bounded by the parser. */
const limits = { maxNestingDepth: 100, maxHeadersSize: 1024 * 1024, forceRfc822Attachments: true, attachmentEncoding: "arraybuffer" } as const;
/** Headers that servers write: nothing but signatures and routes. */
const byServers = /^(?:received|return-path|dkim-signature|domainkey-signature|authentication-results|arc-|x-google-|x-gm-|x-ms-exchange-)/;
/** What is longer is not compared: both forms of a message are looked through. */
const compared = 256 * 1024;
/** So many characters of the text are gone through for the lines of the HTML; the lines that are left then are looked through as they stand. */
const mostSearched = 16 * 1024 * 1024;

/**
 * Each message of a mailbox or of a file: who, when and under which subject; headers, text, and what is attached, archives among it. `open` looks into
 * what is attached.
 */
export async function* mailOf(
  entry: Pick<Entry, "path">,
  head: Uint8Array,
  bytes: AsyncIterable<Uint8Array>,
  about: About,
  open: (entry: Entry) => AsyncIterable<Sourced>,
): AsyncGenerator<Sourced> {
  const segments = new Segments<Location>(
    about,
    () => null,
    (place) => place,
  );
  let fault: Unlookable | null = null;
  try {
    for await (const message of isMbox(head) ? mboxMessages(bytes) : single(bytes)) {
      yield* messageOf(entry.path, message, segments, open);
      const piece = segments.full ? segments.take() : null;
      if (piece) yield { piece };
    }
  } catch (error) {
    if (!(error instanceof Unlookable)) throw error;
    fault = error;
  }
  // what came before the fault was read
  const piece = segments.take();
  if (piece) yield { piece };
  if (fault) throw fault;
}

async function* single(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Message> {
  yield await oneMessage(bytes);
}

async function* messageOf(
  box: string,
  { bytes, cut }: Message,
  segments: Segments<Location>,
  open: (entry: Entry) => AsyncIterable<Sourced>,
): AsyncGenerator<Sourced> {
  const email = await parsed(bytes);
  const place = placeOf(box, email);
  if (cut) yield { unreadable: { path: place.path, reason: "too_large", detail: `a message is read to ${archiveLimits.held} bytes` } };
  segments.begin(place);
  segments.append(email ? Buffer.from(textOf(email)) : bytes);
  if (!email) return;
  for (const attachment of email.attachments) yield* attached(place, email, attachment, open);
}

/** Null for what is no message to the parser: it is looked through as it stands. */
async function parsed(bytes: Buffer): Promise<Email | null> {
  try {
    const email = await PostalMime.parse(bytes, limits);
    return email.from || email.messageId || email.subject || email.date ? email : null;
  } catch {
    return null;
  }
}

function placeOf(box: string, email: Email | null): Location {
  return {
    path: email ? `${box}!/${email.subject?.trim() || "a message without a subject"}` : box,
    line: null,
    reference: email?.messageId?.replace(/^<|>$/g, "") || null,
    author: authorOf(email?.from ?? email?.sender),
    at: dateOf(email?.date),
    url: null,
  };
}

function authorOf(address: Address | undefined): string | null {
  if (!address) return null;
  const { name, address: mail } = address;
  return mail && name ? `${name} <${mail}>` : mail || name || null;
}

/** Headers, the text, and of the HTML what the text does not say. */
function textOf({ headers, text = "", html = "" }: Email): string {
  const said = headers.filter(({ key }) => !byServers.test(key)).map(({ originalKey, value }) => `${originalKey}: ${value}`);
  const plain = plainText(html);
  const more = text.length + plain.length <= compared ? unsaid(plain, text) : plain;
  return `${said.join("\n")}\n\n${text}\n${more}`;
}

/** The lines that a text does not hold: as one of its own, or broken and joined in other places. */
function unsaid(lines: string, text: string): string {
  const whole = withoutSpaces(text);
  const known = new Set(text.split("\n").map(withoutSpaces));
  let searched = 0;
  const isSaid = (line: string): boolean => {
    if (line === "" || known.has(line)) return true;
    if (line.length > whole.length || searched > mostSearched) return false;
    const at = whole.indexOf(line);
    searched += at < 0 ? whole.length : at;
    return at >= 0;
  };
  return lines
    .split("\n")
    .filter((line) => !isSaid(withoutSpaces(line)))
    .join("\n");
}

const withoutSpaces = (text: string): string => text.replace(/\s+/g, "");

async function* attached(
  place: Location,
  { headers }: Email,
  { filename, mimeType, content }: Attachment,
  open: (entry: Entry) => AsyncIterable<Sourced>,
): AsyncGenerator<Sourced> {
  const path = `${place.path}!/${filename || (mimeType === "message/rfc822" ? "a message" : "an attachment without a name")}`;
  const sealed = headers.some(({ key, value }) => key === "content-type" && /multipart\/encrypted|smime-type\s{0,5}=\s{0,5}"?enveloped-data/i.test(value));
  if (sealed) return yield { unreadable: { path, reason: "encrypted", detail: null } };
  async function* bytes() {
    yield typeof content === "string" ? Buffer.from(content) : new Uint8Array(content);
  }
  // a message that is attached knows its own sender and date; a file became visible with the one it hangs on
  for await (const one of open({ path, at: null, bytes: bytes() }))
    yield placed(one, (found) => (found.reference === null ? { ...place, path: found.path, line: found.line } : found));
}
