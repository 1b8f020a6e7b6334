import { SaxesParser } from "saxes";
import type { Location } from "../../domain/exposures";
import { archiveLimits } from "./budget";
import { addressOf, dateOf, type Sourced } from "./piece";
import { plainText } from "./plain-text";
import { Segments } from "./segments";

interface Field {
  name: string;
  author: string | null;
  at: string | null;
  text: string;
}
interface Issue {
  key: string | null;
  link: string | null;
  reporter: string | null;
  created: string | null;
  fields: Field[];
  /** more was written than is held */
  cut: boolean;
}
interface Origin {
  issue: Omit<Issue, "fields" | "cut">;
  field: Omit<Field, "text">;
}

/** Elements of an issue whose text people write. */
const written = new Set(["summary", "title", "description", "environment", "comment", "customfieldvalue", "attachment"]);
/** What people wrote in an issue is whole in memory; what is beyond this of one is cut, and told. */
const largest = 8 * 1024 * 1024;
/** A key, an address, a name, a moment. */
const longestName = 4096;

/** Every text of the issues in Jira's XML export (the RSS of a search): summary, description, environment, comments, custom fields. */
export async function* jiraXml(source: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Sourced> {
  const segments = new Segments<Origin>({ channel: "ticket", prose: true }, ({ issue }) => issue.key, place);
  const parser = new SaxesParser({ fragment: false });
  const cut: Sourced[] = [];
  const reader = new IssueReader((issue) => {
    for (const { text, ...field } of issue.fields) {
      segments.begin({ issue, field });
      segments.append(Buffer.from(plainText(text)));
    }
    if (issue.cut) cut.push({ unreadable: { path: issue.key ?? path, reason: "too_large", detail: `the text of ${issue.key ?? "an issue"} is read to 8 MB` } });
  });
  let fault: { reason: "malformed" | "too_large"; detail: string } | null = null;
  // the parser holds a text to its end
  let unheard = 0;
  const heard =
    <T>(take: (what: T) => void) =>
    (what: T): void => {
      unheard = 0;
      take(what);
    };
  parser.on(
    "opentag",
    heard((tag) => reader.open(tag.name, tag.attributes as Record<string, string>)),
  );
  parser.on(
    "closetag",
    heard((tag) => reader.close(tag.name)),
  );
  parser.on(
    "text",
    heard((text) => reader.text(text)),
  );
  parser.on(
    "cdata",
    heard((text) => reader.text(text)),
  );
  parser.on("error", (error) => {
    fault ??= { reason: "malformed", detail: error.message };
  });
  const decoder = new TextDecoder();
  for await (const chunk of source) {
    unheard += chunk.length;
    parser.write(decoder.decode(chunk, { stream: true }));
    if (unheard > archiveLimits.held)
      fault ??= { reason: "too_large", detail: `one text of more than ${archiveLimits.held} bytes, which is not read, nor what follows` };
    if (fault) break;
    const piece = segments.full ? segments.take() : null;
    if (piece) yield { piece };
    yield* cut.splice(0);
  }
  if (!fault) parser.close();
  const piece = segments.take();
  if (piece) yield { piece };
  yield* cut;
  if (fault) yield { unreadable: { path, ...(fault as { reason: "malformed" | "too_large"; detail: string }) } };
}

class IssueReader {
  private issue: Issue | null = null;
  private field: Field | null = null;
  private at: string | null = null;
  private held = 0;

  constructor(private readonly done: (issue: Issue) => void) {}

  open(name: string, attributes: Record<string, string>): void {
    if (name === "item") this.issue = { key: null, link: null, reporter: null, created: null, fields: [], cut: false };
    this.held = name === "item" ? 0 : this.held;
    if (!this.issue) return;
    this.at = name;
    if (written.has(name)) this.field = { name, author: attributes.author ?? null, at: dateOf(attributes.created), text: attributes.name ?? "" };
  }

  text(text: string): void {
    const { issue, field } = this;
    if (!issue) return;
    if (field) {
      const kept = text.slice(0, largest - this.held);
      if (kept.length < text.length) issue.cut = true;
      this.held += kept.length;
      field.text += kept;
    } else if (this.at === "key" || this.at === "link" || this.at === "reporter" || this.at === "created")
      issue[this.at] = ((issue[this.at] ?? "") + text).slice(0, longestName);
  }

  close(name: string): void {
    if (!this.issue) return;
    this.at = null;
    if (this.field && name === this.field.name) {
      if (this.field.text.trim() !== "") this.issue.fields.push(this.field);
      this.field = null;
    }
    if (name !== "item") return;
    this.done(this.issue);
    this.issue = null;
  }
}

function place({ issue, field }: Origin, _line: number): Location {
  return {
    path: `${issue.key ?? "an issue"} ${field.name}`,
    line: null,
    reference: issue.key,
    author: field.author ?? issue.reporter,
    at: field.at ?? dateOf(issue.created),
    url: addressOf(issue.link),
  };
}
