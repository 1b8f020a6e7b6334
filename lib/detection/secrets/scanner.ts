import { detectors } from "./detectors";
import { forgetAssigned } from "./engine/assignment";
import { forgetRuns, textOf } from "./engine/bytes";
import { type Found, newMemo } from "./engine/look";
import { Machine } from "./engine/machine";
import { settle } from "./engine/settle";
import { narrow, wideOf } from "./engine/utf16";
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
const mostSets = 16;
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
  const alone = [machine];
  // of the rules that fit a path there are few sets
  const withRules = new Map<string, Machine[]>();
  const machinesFor = (path: string | undefined): Machine[] => {
    if (rules.length === 0) return alone;
    const fitting = rules.filter((rule) => rule.appliesTo(path));
    const which = fitting.map((rule) => rules.indexOf(rule)).join(" ");
    const known = withRules.get(which);
    if (known) return known;
    const made = fitting.length === 0 ? alone : [machine, new Machine(fitting.map((rule) => rule.detector(budget)))];
    if (withRules.size >= mostSets) withRules.clear();
    withRules.set(which, made);
    return made;
  };
  const aboutOf = ({ path = options.path, prose = options.prose ?? false }: About) => ({ prose, path });
  return {
    scan(bytes, about = {}) {
      const wide = wideOf(bytes);
      // no Buffer: views of a part of it take twice as long
      const text = wide === null ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) : narrow(bytes.subarray(wide.skip), wide);
      const found: Found[] = [];
      const { prose, path } = aboutOf(about);
      for (const one of machinesFor(path)) {
        // each remembers for itself what it has decoded
        const memo = newMemo();
        // not made of others' properties: that takes longer than to look through a small text
        one.run({ bytes: text, base: 0, prose, path, found, memo }, 0, text.length);
        if (memo.allowance.skipped > 0) options.onSkipped?.(memo.allowance.skipped);
      }
      const hits = settle(found.filter(wanted)).map((one) => hitOf(one, wide, one.secret ?? textOf(text, one.start, one.end)));
      forgetAssigned();
      forgetRuns();
      return hits;
    },
    stream: (about = {}) => new PiecewiseScan(machinesFor(about.path ?? options.path), aboutOf(about), wanted, (places) => options.onSkipped?.(places)),
  };
}

function all(): Machine {
  everything ??= new Machine(detectors);
  return everything;
}
