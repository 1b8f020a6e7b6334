import { archiveLimits, type Budget, Unlookable } from "./budget";
import { gunzipped } from "./gzip";
import { harOf, isHar } from "./har";
import { held } from "./held";
import { mailOf } from "./mail";
import { isMbox, isMessage } from "./mbox";
import { isLookedAt } from "./media";
import { type About, type Entry, placeInFile, type Sourced } from "./piece";
import { isTar, tarEntries } from "./tar";
import { isZip, zipEntries } from "./zip";

/** Enough to tell what it is; the mark of a tar stands at byte 257. */
const headBytes = 64 * 1024;

/** Whether content is an archive, or packed, in a way that is opened. */
export const isPacked = (head: Uint8Array): boolean => isZip(head) || isTar(head) || (head[0] === 0x1f && head[1] === 0x8b);

/** Whatever can be read of an entry: the text itself, or all that lies in it, archives in archives. Faults become `unreadable`. */
export async function* contentOf(entry: Entry, about: About, budget: Budget, depth = 0): AsyncGenerator<Sourced> {
  try {
    yield* opened(entry, about, budget, depth);
  } catch (error) {
    if (!(error instanceof Unlookable)) throw error;
    yield { unreadable: { path: entry.path, reason: error.reason, detail: error.detail } };
  }
}

async function* opened(entry: Entry, about: About, budget: Budget, depth: number): AsyncGenerator<Sourced> {
  const { head, whole, rest } = await headOf(entry.bytes);
  if (head.length === 0) return;
  const inside = async function* (entries: AsyncIterable<Entry>): AsyncGenerator<Sourced> {
    if (depth >= archiveLimits.depth) throw new Unlookable("too_deep", `${depth + 1} archives in each other`);
    for await (const inner of entries) {
      budget.entry();
      yield* contentOf({ ...inner, path: `${entry.path}!/${inner.path}` }, about, budget, depth + 1);
    }
  };
  if (isZip(head)) return yield* inside(zipEntries(entry.file ?? (await held(rest())), budget));
  if (isTar(head)) return yield* inside(tarEntries(rest(), budget));
  if (head[0] === 0x1f && head[1] === 0x8b) {
    if (depth >= archiveLimits.depth) throw new Unlookable("too_deep", `${depth + 1} archives in each other`);
    const path = entry.path.replace(/\.(gz|tgz)$/i, (_, end: string) => (end.toLowerCase() === "tgz" ? ".tar" : ""));
    return yield* opened({ path, at: entry.at, bytes: gunzipped(rest(), budget) }, about, budget, depth + 1);
  }
  if (!isLookedAt(head)) throw new Unlookable("media");
  const open = (inner: Entry) => contentOf(inner, about, budget, depth + 1);
  if (isMbox(head) || isMessage(head)) {
    if (depth >= archiveLimits.depth) throw new Unlookable("too_deep", `${depth + 1} archives or messages in each other`);
    return yield* mailOf(entry, head, rest(), about, open);
  }
  if (isHar(head) && depth < archiveLimits.depth) return yield* harOf(entry, rest(), about, open);
  let fault: Unlookable | null = null;
  const content = whole
    ? head
    : untilFault(rest(), (found) => {
        fault = found;
      });
  yield { piece: { ...about, pathAt: () => entry.path, content, locate: placeInFile(entry.path, entry.at) } };
  // what came before the fault was looked through
  if (fault) throw fault;
}

async function* untilFault(source: AsyncIterable<Uint8Array>, hear: (fault: Unlookable) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    if (!(error instanceof Unlookable)) throw error;
    hear(error);
  }
}

/** The beginning, whether that is all, and everything once more from the start. A fault after the first bytes is met where `rest` comes to it. */
export async function headOf(source: AsyncIterable<Uint8Array>): Promise<{ head: Uint8Array; whole: boolean; rest: () => AsyncGenerator<Uint8Array> }> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const iterator = source[Symbol.asyncIterator]();
  let end: { fault: Unlookable | null } | null = null;
  while (length < headBytes && !end) {
    try {
      const next = await iterator.next();
      if (next.done) end = { fault: null };
      else {
        chunks.push(next.value);
        length += next.value.length;
      }
    } catch (error) {
      if (!(error instanceof Unlookable) || length === 0) throw error;
      end = { fault: error };
    }
  }
  const head = chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks);
  const rest = async function* () {
    yield head;
    if (end?.fault) throw end.fault;
    if (!end) for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
  };
  return { head, whole: end !== null && end.fault === null, rest };
}
