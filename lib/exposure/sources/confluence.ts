import type { Location } from "../../domain/exposures";
import { Unlookable } from "./budget";
import { confluencePage } from "./confluence-html";
import { ConfluenceIndex } from "./confluence-index";
import { storedObjects } from "./confluence-objects";
import { contentOf } from "./content";
import { type About, placed, type Sourced } from "./piece";
import { plainText } from "./plain-text";
import { Segments } from "./segments";
import type { Tree, TreeEntry } from "./tree";

const entitiesFile = /^(?:[^/]+\/)?entities\.xml$/;
const attachment = /(?:^|\/)attachments\/\d+\/(\d+)\/\d+$/;
/** Confluence's own files of an export, which hold nothing that somebody wrote. */
const passedOver = /(?:^|\/)(?:styles|images\/icons)\/[^/]+$/;

/** Whether these names are those of an export of a Confluence space: XML, or HTML with pages named by their numbers. */
export function isConfluence(names: readonly string[]): boolean {
  if (names.some((name) => entitiesFile.test(name))) return names.some((name) => /(?:^|\/)exportDescriptor\.properties$/.test(name));
  const [styled, paged] = [/^(?:[^/]+\/)?styles\/site\.css$/, /^(?:[^/]+\/)?(?:[^/]*_)?\d{4,20}\.html$/];
  return [styled, paged].every((wanted) => names.some((name) => wanted.test(name)));
}

/** Every text of an export of a Confluence space, XML or HTML: pages and their older versions, blog posts, comments, attachments. */
export async function* confluenceExport(tree: Tree, about: About): AsyncGenerator<Sourced> {
  let index: ConfluenceIndex | null = null;
  // bodies and attachments come before the pages they belong to, or after
  for await (const entry of tree()) if (entitiesFile.test(entry.path)) index = await ConfluenceIndex.of(readable(entry));
  for await (const entry of tree()) {
    if (index && entitiesFile.test(entry.path)) yield* bodies(entry, index, about);
    else if (!passedOver.test(entry.path)) yield* file(entry, index, about);
  }
}

async function* bodies(entry: TreeEntry, index: ConfluenceIndex, about: About): AsyncGenerator<Sourced> {
  const segments = new Segments<Location>(
    about,
    () => null,
    (place) => place,
  );
  const unreadable = (reason: "malformed" | "too_large", detail: string): Sourced => ({ unreadable: { path: entry.path, reason, detail } });
  let fault: Sourced | null = null;
  try {
    const objects = storedObjects(entry.bytes, (name) => name === "BodyContent" || name === "PageTemplate");
    let next = await objects.next();
    for (; !next.done; next = await objects.next()) {
      const { id, class: kind, values, references, cut } = next.value;
      // a template holds its text itself
      const place = kind === "PageTemplate" ? index.place(id) : index.place(references.get("content"), id);
      if (cut) yield unreadable("too_large", `the text of ${place.path} is read to 16 MB`);
      segments.begin(place);
      segments.append(Buffer.from(plainText(values.get(kind === "PageTemplate" ? "content" : "body") ?? "")));
      const piece = segments.full ? segments.take() : null;
      if (piece) yield { piece };
    }
    if (next.value !== null) fault = unreadable("malformed", next.value);
  } catch (error) {
    if (!(error instanceof Unlookable)) throw error;
    fault = { unreadable: { path: entry.path, reason: error.reason, detail: error.detail } };
  }
  // what came before the fault was read
  const piece = segments.take();
  if (piece) yield { piece };
  if (fault) yield fault;
}

async function* file(entry: TreeEntry, index: ConfluenceIndex | null, about: About): AsyncGenerator<Sourced> {
  const id = attachment.exec(entry.path)?.[1];
  const place = index && id !== undefined ? index.place(id) : null;
  if (place && place.path !== "a page") {
    const named = contentOf({ ...entry, path: place.path }, about, entry.budget);
    for await (const one of named) yield placed(one, (found) => ({ ...place, path: found.path, line: found.line }));
    return;
  }
  const page = !index && /\.html$/.test(entry.path) ? await confluencePage(entry, about) : null;
  if (page) yield page;
  else yield* contentOf(entry, about, entry.budget);
}

/** Bytes to where they can be read: the second reading tells why no further. */
async function* readable({ bytes }: TreeEntry): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    if (!(error instanceof Unlookable)) throw error;
  }
}
