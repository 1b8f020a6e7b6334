import { z } from "zod";
import { CodeownersReader, looksLikeCodeowners } from "./read-codeowners";
import { CsvReader } from "./read-csv";
import { JsonReader } from "./read-json";
import type { RecordReader } from "./records";

/** How the text of a file is to be cut into rows. */
export const Format = z.union([
  z.object({ form: z.literal("csv"), delimiter: z.string().length(1), quote: z.enum(['"', "'"]) }),
  z.object({ form: z.enum(["json", "ndjson", "backstage", "codeowners"]) }),
]);
export type Format = z.infer<typeof Format>;

/** The delimiters that are looked for; a person may choose any other. */
export const delimiters = [",", ";", "\t", "|"] as const;

/** Whether a file's beginning reads as documents of Backstage. */
function looksLikeBackstage(head: string): boolean {
  const first = head.split(/\r?\n/).find((line) => line.trim() !== "" && !line.startsWith("#"));
  return first !== undefined && /^(---(\s|$)|(apiVersion|kind|metadata|spec)\s*:)/.test(first);
}

/** What the beginning of a file looks like: a catalogue's documents, an array, one object a line, or CSV with the delimiter that its first lines agree upon. */
export function sniffFormat(head: string): Format {
  if (looksLikeBackstage(head)) return { form: "backstage" };
  if (looksLikeCodeowners(head)) return { form: "codeowners" };
  const first = head.trimStart()[0];
  if (first === "[") return { form: "json" };
  if (first === "{") return { form: "ndjson" };
  const quote = /(^|[,;\t|\n])'[^'\n]*'([,;\t|\r\n]|$)/.test(head) && !head.includes('"') ? "'" : '"';
  let best: { delimiter: string; score: number } = { delimiter: ",", score: 0 };
  for (const delimiter of delimiters) {
    const score = agreement(head, delimiter, quote);
    if (score > best.score) best = { delimiter, score };
  }
  return { form: "csv", delimiter: best.delimiter, quote };
}

/** Columns of the header where most of the first rows have as many; 0 where they don't. */
function agreement(head: string, delimiter: string, quote: string): number {
  try {
    const reader = new CsvReader(delimiter, quote);
    const rows = reader
      .push(head, false)
      .rows.filter((row) => row.length > 0)
      .slice(0, 20);
    const columns = reader.header?.length ?? head.split(/\r?\n/)[0]?.split(delimiter).length ?? 0;
    const same = rows.filter((row) => row.length === columns).length;
    return columns > 1 && same * 2 >= rows.length ? columns : 0;
  } catch {
    return 0;
  }
}

/** Cuts text of that format. `columns`: the paths to take from JSON, null = all that occur. */
export async function readerOf(format: Format, columns: readonly string[] | null): Promise<RecordReader> {
  switch (format.form) {
    case "csv":
      return new CsvReader(format.delimiter, format.quote);
    case "json":
    case "ndjson":
      return new JsonReader(format.form, columns);
    case "codeowners":
      return new CodeownersReader();
    case "backstage":
      // the parser of YAML is a third of the page that previews files: it comes when one does
      return new (await import("./read-backstage")).BackstageReader();
    default:
      return format satisfies never;
  }
}

const formNames = { json: "JSON", ndjson: "NDJSON", backstage: "Backstage catalogue, YAML", codeowners: "CODEOWNERS" } as const;

/** A format in words, as the run's page shows it. */
export function formatInWords(format: Format): string {
  if (format.form !== "csv") return formNames[format.form];
  const names: Record<string, string> = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };
  return `CSV, ${names[format.delimiter] ?? format.delimiter}`;
}
