import { SaxesParser } from "saxes";
import type { Location } from "../../domain/exposures";
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
}
interface Origin {
  issue: Omit<Issue, "fields">;
  field: Omit<Field, "text">;
}

/** Elements of an issue whose text people write. */
const written = new Set(["summary", "title", "description", "environment", "comment", "customfieldvalue", "attachment"]);
/** An issue is whole in memory; what is beyond this of one is cut. */
const largest = 8 * 1024 * 1024;

/** Every text of the issues in Jira's XML export (the RSS of a search): summary, description, environment, comments, custom fields. */
export async function* jiraXml(source: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Sourced> {
  const segments = new Segments<Origin>({ channel: "ticket", prose: true }, ({ issue }) => issue.key, place);
  const parser = new SaxesParser({ fragment: false });
  const reader = new IssueReader((issue) => {
    for (const { text, ...field } of issue.fields) {
      segments.begin({ issue, field });
      segments.append(Buffer.from(plainText(text)));
    }
  });
  let fault: string | null = null;
  parser.on("opentag", (tag) => reader.open(tag.name, tag.attributes as Record<string, string>));
  parser.on("closetag", (tag) => reader.close(tag.name));
  parser.on("text", (text) => reader.text(text));
  parser.on("cdata", (text) => reader.text(text));
  parser.on("error", (error) => {
    fault ??= error.message;
  });
  const decoder = new TextDecoder();
  for await (const chunk of source) {
    parser.write(decoder.decode(chunk, { stream: true }));
    if (fault) break;
    const piece = segments.full ? segments.take() : null;
    if (piece) yield { piece };
  }
  if (!fault) parser.close();
  const piece = segments.take();
  if (piece) yield { piece };
  if (fault) yield { unreadable: { path, reason: "malformed", detail: fault } };
}

class IssueReader {
  private issue: Issue | null = null;
  private field: Field | null = null;
  private at: string | null = null;
  private held = 0;

  constructor(private readonly done: (issue: Issue) => void) {}

  open(name: string, attributes: Record<string, string>): void {
    if (name === "item") this.issue = { key: null, link: null, reporter: null, created: null, fields: [] };
    this.held = name === "item" ? 0 : this.held;
    if (!this.issue) return;
    this.at = name;
    if (written.has(name)) this.field = { name, author: attributes.author ?? null, at: dateOf(attributes.created), text: attributes.name ?? "" };
  }

  text(text: string): void {
    const { issue } = this;
    if (!issue || this.held > largest) return;
    this.held += text.length;
    if (this.field) this.field.text += text;
    else if (this.at === "key") issue.key = (issue.key ?? "") + text;
    else if (this.at === "link") issue.link = (issue.link ?? "") + text;
    else if (this.at === "reporter") issue.reporter = (issue.reporter ?? "") + text;
    else if (this.at === "created") issue.created = (issue.created ?? "") + text;
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
