import { parse } from "yaml";
import { z } from "zod";
import { catalogueColumns } from "./catalogue-columns";
import { counted, FileFault, largest } from "./file-fault";
import type { RecordReader, Records } from "./records";

/** An entity of Backstage's software catalogue (backstage.io/docs/features/software-catalog/descriptor-format), as far as it is looked at. */
const Entity = z.object({
  kind: z.string(),
  metadata: z.object({ name: z.string(), namespace: z.string().nullish(), title: z.string().nullish(), description: z.string().nullish() }),
  spec: z.object({ type: z.string().nullish(), owner: z.string().nullish() }).nullish(),
});
/** Kinds of entity that run and may hold tokens. */
const running = new Set(["component", "resource", "system"]);
/** A document's aliases may not make it larger than a row may be. */
const mostAliases = 20;

/** `catalog-info.yaml`: one YAML document an entity, cut at the lines `---` and read one by one; what one gets wrong costs no other. */
export class BackstageReader implements RecordReader {
  readonly header = catalogueColumns;
  private rest = "";
  private row = 0;

  push(more: string, last: boolean): Records {
    const text = this.rest + more;
    const faults = new Map<number, string>();
    const records: Records = { rows: [], ends: [], text, faults };
    const marker = /\n(?=---[ \t\r\n])/g;
    let start = 0;
    for (;;) {
      marker.lastIndex = start;
      const cut = marker.exec(text);
      const end = cut ? cut.index + 1 : last ? text.length : 0;
      if (end <= start) break;
      this.row += 1;
      const said = end - start > largest.rowCharacters ? "is longer than a document may be" : cells(text.slice(start, end));
      if (typeof said === "string") faults.set(records.rows.length, said);
      records.rows.push(typeof said === "string" ? [] : said);
      records.ends.push(end);
      start = end;
    }
    this.rest = text.slice(start);
    if (this.rest.length > largest.rowCharacters)
      throw new FileFault(`Document ${counted(this.row + 1)} is longer than ${counted(largest.rowCharacters)} characters, the most one may hold.`);
    records.text = text.slice(0, start);
    return records;
  }
}

/** What one document says of its entity, nothing where it is empty, or what is wrong with it; never with a value of it. */
function cells(document: string): string[] | string {
  let value: unknown;
  try {
    value = parse(document, { maxAliasCount: mostAliases, logLevel: "error" });
  } catch {
    return "is not valid YAML";
  }
  if (value === null || value === undefined) return [];
  const entity = Entity.safeParse(value);
  if (!entity.success) return `is no entity of Backstage: ${entity.error.issues[0]?.path.join(".") || "the document"} is missing or no text`;
  const { kind, metadata, spec } = entity.data;
  if (!running.has(kind.toLowerCase())) return "is an entity that runs nothing; Component, Resource and System become workloads";
  const { name, namespace, title, description } = metadata;
  const told = [title, description].filter((one) => one && one !== name).join(": ");
  return [`${kind}:${namespace || "default"}/${name}`.toLowerCase(), name, spec?.type ?? "", told, spec?.owner ?? ""];
}
