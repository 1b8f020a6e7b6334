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

/** Every place in which a secret stands, in any spelling. */
export function search(secrets: readonly { what: string; secret: string }[], haystacks: readonly Haystack[]): Leak[] {
  const needles = secrets.flatMap(({ what, secret }) => [...spellings(secret)].map(([as, text]) => ({ what, as, text: Buffer.from(text) })));
  return haystacks.flatMap(({ where, bytes }) => needles.filter(({ text }) => bytes.includes(text)).map(({ what, as }) => ({ what, where, as })));
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
