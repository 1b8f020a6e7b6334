import { contentOf } from "./content";
import type { About, Sourced } from "./piece";
import type { Tree, TreeEntry } from "./tree";

/** `build/3_Run tests.txt`, the same of the whole job as `0_build.txt`, and what the runner says as `build/system.txt`. */
const step = /^([^/]+)\/(\d{1,5})_([^/]+)\.txt$/;
const job = /^-?\d{1,5}_([^/]+)\.txt$/;
const system = /^([^/]+)\/system\.txt$/;

/** Whether these are the names in the archive of a run's logs (REST: "Download workflow run logs"). */
export const isActionsLog = (names: readonly string[]): boolean =>
  names.length > 0 &&
  names.every((name) => step.test(name) || job.test(name) || system.test(name)) &&
  names.some((name) => job.test(name) || system.test(name));

/** Every step of a run of GitHub Actions, without the stamps before each line; each line's own moment goes with what is found there. */
export async function* actionsLog(tree: Tree, about: About): AsyncGenerator<Sourced> {
  const jobs = new Set<string>();
  for await (const { path } of tree()) {
    const name = step.exec(path)?.[1];
    if (name !== undefined) jobs.add(name);
  }
  for await (const entry of tree()) {
    const [, whole] = job.exec(entry.path) ?? [];
    // its steps say the same
    if (whole !== undefined && jobs.has(whole)) continue;
    const [, name, number, title] = step.exec(entry.path) ?? [];
    yield* logOf(entry, name === undefined ? entry.path.replace(/\.txt$/, "") : `${name} / ${number} ${title}`, about);
  }
}

async function* logOf(entry: TreeEntry, path: string, about: About): AsyncGenerator<Sourced> {
  const stamps = new Stamps();
  for await (const one of contentOf({ ...entry, path, bytes: stamps.without(entry.bytes) }, about, entry.budget)) {
    if (!("piece" in one)) yield one;
    else {
      const { locate } = one.piece;
      yield { piece: { ...one.piece, locate: (spot) => ({ ...locate(spot), at: stamps.at(spot.line) ?? locate(spot).at }) } };
    }
  }
}

const stampLength = "2026-03-02T10:00:00.0000000Z ".length;
const stamp = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z $/;
const newline = 10;
const escapeSign = 0x1b;
// colours: "select graphic rendition" of ECMA-48 and its kin; one would otherwise touch the token behind it
const colours = new RegExp(`${String.fromCharCode(escapeSign)}\\[[0-9;]{0,30}[A-Za-z]`, "g");
const longest = 1024 * 1024;
const mostMoments = 1_000_000;

/** Takes the stamps off a log's lines, and knows them. A second is remembered by the line it begins on. */
class Stamps {
  private readonly moments: { line: number; at: string }[] = [];
  private line = 1;

  async *without(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let rest: Buffer = Buffer.alloc(0);
    let fresh = true;
    for await (const chunk of source) {
      const bytes = rest.length === 0 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : Buffer.concat([rest, chunk]);
      const lines: Buffer[] = [];
      let at = 0;
      for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, at)) {
        lines.push(this.bare(bytes.subarray(at, end + 1), fresh));
        this.line++;
        fresh = true;
        at = end + 1;
      }
      rest = bytes.subarray(at);
      if (rest.length > longest) {
        lines.push(this.bare(rest, fresh));
        fresh = false;
        rest = Buffer.alloc(0);
      }
      if (lines.length > 0) yield Buffer.concat(lines);
    }
    if (rest.length > 0) yield this.bare(rest, fresh);
  }

  /** When a line was written, to the second; null where it has no stamp. */
  at(line: number): string | null {
    let [low, high] = [0, this.moments.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.moments[middle]?.line ?? 0) <= line) low = middle + 1;
      else high = middle;
    }
    return this.moments[low - 1]?.at ?? null;
  }

  private bare(line: Buffer, fresh: boolean): Buffer {
    // the first line of a file has a byte order mark
    const from = line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0;
    const text = fresh ? line.toString("latin1", from, from + stampLength) : "";
    const stamped = stamp.test(text);
    if (stamped) this.remember(`${text.slice(0, 19)}.000Z`);
    const said = stamped ? line.subarray(from + stampLength) : line;
    return said.includes(escapeSign) ? Buffer.from(said.toString("latin1").replace(colours, ""), "latin1") : said;
  }

  private remember(at: string): void {
    if (this.moments.at(-1)?.at !== at && this.moments.length < mostMoments && !Number.isNaN(Date.parse(at))) this.moments.push({ line: this.line, at });
  }
}
