import { lstat, readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** Something that may hold what it must not. */
export interface Haystack {
  where: string;
  bytes: Buffer;
}

export interface Leak {
  what: string;
  where: string;
  as: string;
}

/** How a secret may be written down: as it is, and as encoders, URLs, JSON and binary columns write it. */
function spellings(secret: string): Map<string, string> {
  const bytes = Buffer.from(secret);
  const all = new Map([
    ["plain", secret],
    ["hex", bytes.toString("hex")],
    ["URL", encodeURIComponent(secret)],
    ["JSON", JSON.stringify(secret).slice(1, -1)],
    ["HTML", secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;")],
  ]);
  // Base64 inside something longer depends on where the secret begins: each offset, without the bytes it shares with its neighbours.
  for (const encoding of ["base64", "base64url"] as const)
    for (const offset of [0, 1, 2]) {
      const text = Buffer.concat([Buffer.alloc(offset), bytes])
        .toString(encoding)
        .replace(/=+$/, "");
      all.set(`${encoding}, offset ${offset}`, text.slice(Math.ceil((offset * 8) / 6), -2));
    }
  return all;
}

interface Needle {
  what: string;
  as: string;
  text: Buffer;
}

/** Every place in which a secret stands, in any spelling, each told once. */
export function search(secrets: readonly { what: string; secret: string }[], haystacks: readonly Haystack[]): Leak[] {
  const needles = secrets.flatMap(({ what, secret }) => [...spellings(secret)].map(([as, text]): Needle => ({ what, as, text: Buffer.from(text) })));
  // thousands of them are looked for at once: by their first four bytes
  const byStart = new Map<number, Needle[]>();
  const starts = new Uint8Array(1 << 24);
  for (const needle of needles) {
    if (needle.text.length < 4) throw new Error(`${needle.what} is too short to be looked for`);
    const start = needle.text.readUInt32LE(0);
    starts[start & 0xffffff] = 1;
    byStart.set(start, [...(byStart.get(start) ?? []), needle]);
  }
  return haystacks.flatMap(({ where, bytes }) => [...found(bytes, starts, byStart)].map(({ what, as }) => ({ what, where, as })));
}

function found(bytes: Buffer, starts: Uint8Array, byStart: ReadonlyMap<number, readonly Needle[]>): Set<Needle> {
  const met = new Set<Needle>();
  for (let at = 0; at + 4 <= bytes.length; at++) {
    const three = (bytes[at] as number) | ((bytes[at + 1] as number) << 8) | ((bytes[at + 2] as number) << 16);
    if (starts[three] === 0) continue;
    for (const needle of byStart.get(bytes.readUInt32LE(at)) ?? [])
      if (bytes.compare(needle.text, 0, needle.text.length, at, Math.min(at + needle.text.length, bytes.length)) === 0) met.add(needle);
  }
  return met;
}

/** Every file below a folder. */
export async function filesBelow(folder: string): Promise<Haystack[]> {
  const found: Haystack[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesBelow(at)));
    else if ((await lstat(at)).isFile()) found.push({ where: at, bytes: await readFile(at) });
  }
  return found;
}
