import { existsSync, readdirSync, type Stats } from "node:fs";
import path from "node:path";
import { constants, gunzipSync } from "node:zlib";
import type { scanForms } from "../../domain/exposures";
import { isActionsLog } from "./actions-log";
import { Budget, Unlookable } from "./budget";
import { isConfluence } from "./confluence";
import { askGit } from "./git-command";
import { isHar } from "./har";
import { headOf } from "./head-of";
import { imagesIn } from "./image-manifest";
import { importedForm } from "./imported/read-report";
import { isMbox, isMessage } from "./mbox";
import { otherScanner } from "./other-scanners";
import { isTar } from "./tar";
import { treeOf } from "./tree";
import { isZip, zipEntries } from "./zip";

type Form = (typeof scanForms)[number];

/** As what a path is taken where nobody says it: by what it holds, never by its name alone. */
export async function looksLike(at: string, stats: Stats, repositoryMeant: boolean): Promise<Form> {
  if (stats.isDirectory()) return repositoryMeant || (await isTop(at).catch(() => false)) ? "git" : folderForm(at);
  const head = headOf(at);
  if (isZip(head)) return (await zipForm(at, stats.size)) ?? "file";
  if (jiraForm(head)) return "jira";
  const text = unpackedHead(head);
  if (isTar(text)) return imageNames.test(text.toString("latin1", 0, 100).replace(/\0.*/s, "")) && (await hasImages(at, stats)) ? "image" : "file";
  if (isMbox(text) || isMessage(text)) return "mail";
  if (isHar(text)) return "har";
  return otherScanner(head) ?? importedForm(head) ?? "file";
}

/** Which export a folder is, by the names in it. */
function folderForm(at: string): Form {
  const has = (...names: string[]) => names.every((name) => existsSync(path.join(at, name)));
  if (has("channels.json", "users.json")) return "slack";
  if (has("cur", "new", "tmp")) return "mail";
  if (has("oci-layout", "index.json", "blobs")) return "image";
  const pages = has("entities.xml") || has("index.html", "styles/site.css");
  return pages && isConfluence([...readdirSync(at), "styles/site.css"]) ? "confluence" : "directory";
}

/** How the first file in the archive of an image is called: `docker save`, old and new, and OCI's layout. */
const imageNames = /^(?:\.\/)?(?:blobs\/|oci-layout$|index\.json$|manifest\.json$|repositories$|[0-9a-f]{64}(?:\/|\.json$))/;

async function hasImages(at: string, stats: Stats): Promise<boolean> {
  try {
    return (await imagesIn(treeOf(at, stats))).length > 0;
  } catch (error) {
    // told when it is looked through
    if (!(error instanceof Unlookable)) throw error;
    return false;
  }
}

/** Which export a zip is, by the names in it. */
export async function zipForm(at: string | Buffer, size: number): Promise<"slack" | "confluence" | "actions" | null> {
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
  if (isActionsLog(names)) return "actions";
  return isConfluence(names) ? "confluence" : null;
}

/** Which of Jira's exports a file's beginning is. */
export function jiraForm(head: Buffer): "xml" | "csv" | null {
  const text = head.toString("utf8");
  if (/^\ufeff?\s*<(\?xml|!--|rss)/.test(text) && /jira/i.test(text) && text.includes("<rss")) return "xml";
  return /^\ufeff?("?[A-Z][\w ]*"?,)*"?Issue key"?,/.test(text) ? "csv" : null;
}

/** The beginning of what a gzip file holds; of any other its own. */
function unpackedHead(head: Buffer): Buffer {
  if (head[0] !== 0x1f || head[1] !== 0x8b) return head;
  try {
    // as far as it goes: the end is missing
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1024 * 1024 });
  } catch {
    return Buffer.alloc(0);
  }
}

/** Whether the path is the top of a working tree, or a bare repository. A folder within one is a directory. */
export async function isTop(at: string): Promise<boolean> {
  const [bare, above] = (await askGit(at, ["rev-parse", "--is-bare-repository", "--show-prefix"])).toString().split("\n");
  return bare === "true" || above === "";
}
