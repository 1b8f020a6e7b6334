import { closeSync, existsSync, openSync, readdirSync, readSync, type Stats } from "node:fs";
import path from "node:path";
import type { scanForms } from "../../domain/exposures";
import { Budget, Unlookable } from "./budget";
import { isConfluence } from "./confluence";
import { askGit } from "./git-command";
import { otherScanner } from "./other-scanners";
import { isZip, zipEntries } from "./zip";

type Form = (typeof scanForms)[number];

/** As what a path is taken where nobody says it: by what it holds, never by its name alone. */
export async function looksLike(at: string, stats: Stats, repositoryMeant: boolean): Promise<Form> {
  if (stats.isDirectory()) {
    if (repositoryMeant || (await isTop(at).catch(() => false))) return "git";
    const has = (name: string) => existsSync(path.join(at, name));
    if (has("channels.json") && has("users.json")) return "slack";
    const pages = has("entities.xml") || (has("index.html") && has("styles/site.css"));
    return pages && isConfluence([...readdirSync(at), "styles/site.css"]) ? "confluence" : "directory";
  }
  const head = headOf(at);
  if (isZip(head)) return (await zipForm(at, stats.size)) ?? "file";
  return jiraForm(head) ? "jira" : (otherScanner(head) ?? "file");
}

/** Which export a zip is, by the names in it. */
async function zipForm(at: string, size: number): Promise<"slack" | "confluence" | null> {
  const names: string[] = [];
  try {
    for await (const { path: name } of zipEntries(at, new Budget(size))) {
      if (/^([^/]+\/)?channels\.json$/.test(name)) return "slack";
      names.push(name);
    }
  } catch (error) {
    // told when it is looked through
    if (!(error instanceof Unlookable)) throw error;
  }
  return isConfluence(names) ? "confluence" : null;
}

/** Which of Jira's exports a file's beginning is. */
export function jiraForm(head: Buffer): "xml" | "csv" | null {
  const text = head.toString("utf8");
  if (/^\ufeff?\s*<(\?xml|!--|rss)/.test(text) && /jira/i.test(text) && text.includes("<rss")) return "xml";
  return /^\ufeff?("?[A-Z][\w ]*"?,)*"?Issue key"?,/.test(text) ? "csv" : null;
}

/** The beginning of a file. */
export function headOf(at: string): Buffer {
  const descriptor = openSync(at, "r");
  try {
    const head = Buffer.alloc(4096);
    return head.subarray(0, readSync(descriptor, head));
  } finally {
    closeSync(descriptor);
  }
}

/** Whether the path is the top of a working tree, or a bare repository. A folder within one is a directory. */
export async function isTop(at: string): Promise<boolean> {
  const [bare, above] = (await askGit(at, ["rev-parse", "--is-bare-repository", "--show-prefix"])).toString().split("\n");
  return bare === "true" || above === "";
}
