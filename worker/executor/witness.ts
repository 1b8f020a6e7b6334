import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { fetch } from "undici";

/** Where signed heads of the log are also kept, outside this deployment's database: a folder (better on another machine) or an https address that takes a POST. */
export type Witness = { folder: string } | { url: URL };

/** Reads COUNTERSIGN_WITNESS: an absolute path or an http(s) URL. */
export function parseWitness(value: string | undefined): Witness | null {
  if (!value) return null;
  if (path.isAbsolute(value)) return { folder: value };
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol === "https:" || url?.protocol === "http:") return { url };
  throw new Error("COUNTERSIGN_WITNESS must be an absolute folder or an http(s) URL. See docs/audit.md.");
}

/** Hands one signed checkpoint to the witness. Throws when it was not taken. */
export async function publish(witness: Witness, note: string): Promise<void> {
  if ("folder" in witness) {
    const size = note.split("\n")[1];
    const file = path.join(witness.folder, `${size}.checkpoint`);
    await mkdir(witness.folder, { recursive: true });
    await writeFile(`${file}.new`, note, { flush: true });
    await rename(`${file}.new`, file);
    return;
  }
  const response = await fetch(witness.url, {
    method: "POST",
    body: note,
    headers: { "content-type": "text/plain; charset=utf-8" },
    redirect: "error",
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`the witness answered ${response.status}`);
}
