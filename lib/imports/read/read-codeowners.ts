import { catalogueColumns } from "./catalogue-columns";
import { counted, FileFault, largest } from "./file-fault";
import type { RecordReader, Records } from "./records";

const comment = /(^|\s)#.*$/;
const section = /^\^?\[[^[\]]+\](?:\[\d+\])?/;
const owner = /^(@\S+|[^\s@]+@[^\s@]+)$/;

/**
 * CODEOWNERS as GitHub and GitLab read it (docs.github.com "About code owners", docs.gitlab.com "Code Owners"), a line a row: folders become
 * workloads with the folder's path as id; `*` is the repository itself. A section's owners stand for its lines that name none.
 */
export class CodeownersReader implements RecordReader {
  readonly header = catalogueColumns;
  private rest = "";
  private row = 0;
  private ofSection: string[] = [];

  push(more: string, last: boolean): Records {
    const text = this.rest + more;
    const faults = new Map<number, string>();
    const records: Records = { rows: [], ends: [], text, faults };
    let start = 0;
    while (start < text.length) {
      const end = text.indexOf("\n", start) + 1 || (last ? text.length : 0);
      if (end === 0) break;
      this.row += 1;
      const said = this.line(text.slice(start, end).trim());
      if (typeof said === "string") faults.set(records.rows.length, said);
      records.rows.push(typeof said === "string" ? [] : said);
      records.ends.push(end);
      start = end;
    }
    this.rest = text.slice(start);
    if (this.rest.length > largest.rowCharacters) throw new FileFault(`Line ${counted(this.row + 1)} is too long for a line of CODEOWNERS.`);
    records.text = text.slice(0, start);
    return records;
  }

  /** The cells of a line, none where it says nothing of a folder, or what is wrong with it. */
  private line(whole: string): string[] | string {
    const line = whole.startsWith("#") ? "" : whole.replace(comment, "").trim();
    if (line === "") return [];
    const head = section.exec(line);
    if (head) {
      this.ofSection = owners(line.slice(head[0].length));
      return [];
    }
    const [pattern = "", ...named] = line.split(/(?<!\\)\s+/);
    if (named.some((name) => !owner.test(name))) return "names an owner that is neither @name nor an e-mail address";
    const folder =
      pattern === "*"
        ? pattern
        : pattern
            .replaceAll("\\ ", " ")
            .replace(/^\//, "")
            .replace(/\/(\*{0,2})$/, "");
    if (folder !== "*" && (/[*?[\]]/.test(folder) || (!pattern.endsWith("/") && /\.[^/]+$/.test(folder))))
      return "is a pattern for files; only folders, and * for the repository, become workloads";
    return [folder, folder.split("/").at(-1) ?? folder, "unknown", "", (named.length > 0 ? named : this.ofSection).join(" ")];
  }
}

const owners = (text: string): string[] => text.split(/\s+/).filter((name) => owner.test(name));

/** Whether a file's beginning reads as CODEOWNERS: each line a pattern with owners, a section or a comment, and at least one names an owner. */
export function looksLikeCodeowners(head: string): boolean {
  const lines = head
    .split(/\r?\n/)
    .slice(0, 200)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const complete = head.length < 64 * 1024 ? lines : lines.slice(0, -1);
  const named = complete.filter((line) =>
    line
      .replace(comment, "")
      .trim()
      .split(/(?<!\\)\s+/)
      .slice(1)
      .some((name) => owner.test(name)),
  );
  return named.length > 0 && complete.every((line) => section.test(line) || !/[,;|\t]/.test(line));
}
