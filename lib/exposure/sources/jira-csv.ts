import type { Location } from "../../domain/exposures";
import { FileFault } from "../../imports/read/file-fault";
import { CsvReader } from "../../imports/read/read-csv";
import { issueAddress } from "./base-address";
import type { Sourced } from "./piece";
import { Segments } from "./segments";

interface Origin {
  key: string | null;
  column: string;
  author: string | null;
  at: string | null;
}

/** A comment's cell: when, who, what, with semicolons between. */
const comment = /^([^;\n]{6,40});([^;\n]{1,200});/;

/** Every cell of Jira's CSV export, by issue and column. `base`: Jira's address, which this export does not tell. */
export async function* jiraCsv(source: AsyncIterable<Uint8Array>, path: string, base: string | null = null): AsyncGenerator<Sourced> {
  const segments = new Segments<Origin>(
    { channel: "ticket", prose: true },
    ({ key }) => key,
    (origin) => place(origin, base),
  );
  const reader = new CsvReader(",", '"');
  const decoder = new TextDecoder();
  try {
    for await (const chunk of source) {
      take(reader.push(decoder.decode(chunk, { stream: true }), false).rows);
      const piece = segments.full ? segments.take() : null;
      if (piece) yield { piece };
    }
    take(reader.push(decoder.decode(), true).rows);
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    yield { unreadable: { path, reason: "malformed", detail: error.message } };
  }
  const piece = segments.take();
  if (piece) yield { piece };

  function take(rows: readonly string[][]): void {
    const header = reader.header ?? [];
    const cell = (row: readonly string[], name: string) => row[header.indexOf(name)] || null;
    for (const row of rows) {
      for (const [n, text] of row.entries()) {
        if (text.length < 8) continue;
        const said = header[n] === "Comment" ? comment.exec(text) : null;
        const at = dateOf(said?.[1] ?? cell(row, "Created"));
        segments.begin({ key: cell(row, "Issue key"), column: header[n] ?? "", author: said?.[2] ?? cell(row, "Reporter"), at });
        segments.append(Buffer.from(text));
      }
    }
  }
}

function place({ key, column, author, at }: Origin, base: string | null): Location {
  return { path: `${key ?? "an issue"} ${column.toLowerCase()}`, line: null, reference: key, author, at, url: issueAddress(base, key) };
}

function dateOf(text: string | null): string | null {
  const at = text ? Date.parse(`${text.replaceAll("/", " ")} UTC`) : Number.NaN;
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}
