import { Unlookable } from "./budget";
import { blobsOf } from "./git-blobs";
import { askGit } from "./git-command";
import { momentOf } from "./git-hunks";
import { held } from "./held";
import type { Sourced } from "./piece";

/** A tag that is an object of its own, with a message. */
interface Tag {
  id: string;
  /** as its ref calls it */
  name: string;
}

/** The tags with a message that refs lead to; with `since`, those whose commit HEAD leads to and this commit does not. */
export async function gitTags(folder: string, since: string | null = null, signal?: AbortSignal): Promise<Tag[]> {
  const which = since === null ? [] : ["--merged=HEAD", `--no-merged=${since}`];
  const listed = await askGit(folder, ["for-each-ref", "--format=%(objecttype) %(objectname) %(refname)", ...which], signal);
  return [...listed.toString().matchAll(/^tag ([0-9a-f]+) (.+)$/gm)].map(([, id, name]) => ({ id: id as string, name: nameOf(name as string) }));
}

const nameOf = (ref: string): string => ref.replace(/^refs\/(?:tags\/)?/, "");

/** What the tags say: each message, at the tag that holds it. */
export async function* tagMessages(folder: string, since: string | null, signal?: AbortSignal): AsyncGenerator<Sourced> {
  const names = new Map((await gitTags(folder, since, signal)).map(({ id, name }) => [id, name]));
  for await (const { id, size, bytes } of blobsOf(folder, [...names.keys()], signal)) {
    const path = tagPath(names.get(id) as string);
    try {
      if (!bytes) throw new Unlookable("vanished", "the repository has it no more");
      yield tagMessage(id, path, await held(bytes));
    } catch (error) {
      if (!(error instanceof Unlookable)) throw error;
      // every run reads all tags
      yield { unreadable: { path, reason: error.reason, detail: error.detail ?? `${size} bytes` } };
    }
  }
}

/** The path of what a tag says. */
export const tagPath = (name: string): string => `message of tag ${name}`;

/** A tag's message, by the tag as git keeps it: headers, an empty line, the message. */
export function tagMessage(id: string, path: string, tag: Buffer): Sourced {
  const end = tag.indexOf("\n\n");
  const header = tag.toString("utf8", 0, end < 0 ? tag.length : end);
  const [, author = null, seconds] = /^tagger ([^\n]{0,1000}?) (\d{1,20}) [-+]\d+$/m.exec(header) ?? [];
  const place = { path, reference: id, author, at: seconds === undefined ? null : momentOf(Number(seconds)), url: null };
  const content = end < 0 ? Buffer.alloc(0) : tag.subarray(end + 2);
  return { piece: { channel: "code", prose: true, pathAt: () => path, content, locate: ({ line }) => ({ ...place, line }) } };
}
