import { detectors } from "./detectors";
import { forgetAssigned } from "./engine/assignment";
import { forgetRuns, textOf } from "./engine/bytes";
import { fileKind } from "./engine/file-kind";
import { type Found, type Look, newMemo } from "./engine/look";
import { Machine } from "./engine/machine";
import { settle } from "./engine/settle";
import { narrow, tellBy, wideOf } from "./engine/utf16";
import type { Hit } from "./hit";
import { hitOf, PiecewiseScan, type Stream } from "./stream";
import { detectorOfRule, type UserRule } from "./user-rules";

export interface ScanOptions {
  /** kinds to look for; all of them without it */
  kinds?: ReadonlySet<string>;
  /** texts are people's prose (chat, mail, tickets) unless said otherwise at a text */
  prose?: boolean;
  /** path of the texts unless said otherwise at a text */
  path?: string;
  /** rules of one's own, besides the kinds */
  rules?: readonly UserRule[];
  /** milliseconds that each such rule may take for one text; 200 without it */
  budgetMs?: number;
  /** told when a rule has used up its time in a text and is left out of the rest of it */
  onExhausted?(rule: string): void;
  /** told of a text so full of what may begin a secret that some of these places were not looked at (`engine/allowance.ts`): how many, about */
  onSkipped?(places: number): void;
}

/** What is known of one text. */
export interface About {
  path?: string;
  prose?: boolean;
}

export interface Scanner {
  /** The secrets in a text, in order of place; those that overlap are reduced to the most specific. Never throws. */
  scan(bytes: Uint8Array, about?: About): Hit[];
  /** The same for a text that comes in pieces. */
  stream(about?: About): Stream;
}

const defaultBudgetMs = 200;
let everything: Machine | undefined;

/**
 * A scanner for the kinds asked for and for rules of one's own. Building one takes some 100 ms; the one for all kinds is built once.
 * Throws `InvalidRule` where a rule doesn't parse or compile.
 */
export function createScanner(options: ScanOptions = {}): Scanner {
  const rules = (options.rules ?? []).map(detectorOfRule);
  const own = new Set(rules.map(({ id }) => id));
  const wanted = ({ kind }: Found) => options.kinds === undefined || options.kinds.has(kind) || own.has(kind);
  const asked = options.kinds === undefined ? detectors : detectors.filter(({ kinds }) => kinds.length === 0 || kinds.some(({ id }) => options.kinds?.has(id)));
  const budget = { ms: options.budgetMs ?? defaultBudgetMs, exhausted: (rule: string) => options.onExhausted?.(rule) };
  const machine = asked === detectors ? all() : new Machine(asked);
  const ruleMachine = (path: string | undefined) => {
    const fitting = rules.filter((rule) => rule.appliesTo(path));
    return fitting.length === 0 ? [] : [new Machine(fitting.map((rule) => rule.detector(budget)))];
  };
  const context = (about: About): Pick<Look, "prose" | "file"> => ({
    prose: about.prose ?? options.prose ?? false,
    file: fileKind(about.path ?? options.path),
  });
  return {
    scan(bytes, about = {}) {
      const wide = wideOf(bytes.subarray(0, tellBy));
      const text = wide === null ? bytes : narrow(bytes.subarray(wide.skip), wide);
      const look: Look = { ...context(about), bytes: text, base: 0, found: [], memo: newMemo() };
      // each remembers for itself what it has decoded
      for (const one of [machine, ...ruleMachine(about.path ?? options.path)]) {
        const memo = newMemo();
        one.run({ ...look, memo }, 0, text.length);
        if (memo.allowance.skipped > 0) options.onSkipped?.(memo.allowance.skipped);
      }
      const hits = settle(look.found.filter(wanted)).map((found) => hitOf(found, wide, found.secret ?? textOf(text, found.start, found.end)));
      forgetAssigned();
      forgetRuns();
      return hits;
    },
    stream: (about = {}) =>
      new PiecewiseScan([machine, ...ruleMachine(about.path ?? options.path)], context(about), wanted, (places) => options.onSkipped?.(places)),
  };
}

function all(): Machine {
  everything ??= new Machine(detectors);
  return everything;
}
