import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach } from "vitest";
import { openSource } from "../sources/open-source";
import { readPieces } from "./read-pieces";

/** A folder of each test's own to put files in, and how what lies there is read as a source. */
export function sourceFolder() {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "countersign-sources-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return {
    at: (...names: string[]) => path.join(folder, ...names),
    put(name: string, content: string | Uint8Array): string {
      const at = path.join(folder, name);
      mkdirSync(path.dirname(at), { recursive: true });
      writeFileSync(at, content);
      return at;
    },
    /** The form and channel it was taken for, all its text, the place of a part of it, and what could not be read. */
    async read(at: string) {
      const { form, channel, source } = await openSource(at);
      const { texts, unreadable } = await readPieces(source);
      return {
        form,
        channel,
        unreadable,
        all: texts.map(({ text }) => text).join(""),
        locate: (part: string) => texts.find(({ text }) => text.includes(part))?.locate(part),
      };
    },
  };
}
