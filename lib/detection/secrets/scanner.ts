import { detectors } from "./detectors";
import { textOf } from "./engine/bytes";
import { fileKind } from "./engine/file-kind";
import { type Found, type Look, newMemo } from "./engine/look";
import { Machine } from "./engine/machine";
import { settle } from "./engine/settle";
import type { Hit } from "./hit";

export interface ScanOptions {
  /** kinds to look for; all of them without it */
  kinds?: ReadonlySet<string>;
  /** texts are people's prose (chat, mail, tickets) unless said otherwise at a text */
  prose?: boolean;
  /** path of the texts unless said otherwise at a text */
  path?: string;
}

/** What is known of one text. */
export interface About {
  path?: string;
  prose?: boolean;
}

export interface Scanner {
  /** The secrets in a text, in order of place; those that overlap are reduced to the most specific. Never throws. */
  scan(bytes: Uint8Array, about?: About): Hit[];
}

let everything: Machine | undefined;

/** A scanner for the kinds asked for. Building one takes some 50 ms; the one for all kinds is built once. */
export function createScanner(options: ScanOptions = {}): Scanner {
  const machine = machineFor(options.kinds);
  return {
    scan(bytes, about = {}) {
      const look: Look = {
        bytes,
        base: 0,
        prose: about.prose ?? options.prose ?? false,
        file: fileKind(about.path ?? options.path),
        found: [],
        memo: newMemo(),
      };
      machine.run(look, 0, bytes.length);
      return hitsOf(look.found, bytes, options.kinds);
    },
  };
}

function machineFor(kinds: ReadonlySet<string> | undefined): Machine {
  if (kinds !== undefined) return new Machine(detectors.filter((detector) => detector.kinds.length === 0 || detector.kinds.some(({ id }) => kinds.has(id))));
  everything ??= new Machine(detectors);
  return everything;
}

function hitsOf(found: readonly Found[], bytes: Uint8Array, kinds: ReadonlySet<string> | undefined): Hit[] {
  const asked = kinds === undefined ? found : found.filter(({ kind }) => kinds.has(kind));
  return settle(asked).map(({ kind, start, end, confidence, mark, encoding, parts, secret }) => ({
    kind,
    start,
    end,
    secret: secret ?? textOf(bytes, start, end),
    confidence,
    mark,
    encoding,
    ...(parts === undefined ? {} : { parts }),
  }));
}
