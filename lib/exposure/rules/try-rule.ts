import { authorize } from "../../authorization/authorize";
import type { Context } from "../../core/context";
import { parse } from "../../core/parse";
import { createScanner } from "../../detection/secrets/scanner";
import { ownPrefix } from "./names";
import { TryRuleInput, userRuleOf } from "./schemas";
import { usable } from "./set-rule";

export interface TriedRule {
  /** where in the sample each secret stands, in characters of UTF-16; never what */
  hits: { line: number; start: number; end: number; mark: string | null }[];
  /** it used up its time before the end of the sample */
  exhausted: boolean;
  milliseconds: number;
}

/** As much time as a rule has for one text in a scan. */
const budgetMs = 200;

/**
 * Tries a rule on a sample, within the time that a scan gives it. The sample is neither kept nor logged, and the answer tells places alone. Throws InvalidInput, with
 * what is wrong, for a pattern that can't be used.
 */
export async function tryRule(ctx: Context, input: TryRuleInput): Promise<TriedRule> {
  authorize(ctx.actor, "detection.manage");
  const { sample, ...draft } = parse(TryRuleInput, input);
  const kind = `${ownPrefix}tried`;
  const rule = { kind, title: "Tried", path: null, ...draft };
  usable(kind, rule);
  let exhausted = false;
  const scanner = createScanner({
    kinds: new Set(),
    rules: [userRuleOf(rule)],
    budgetMs,
    onExhausted: () => {
      exhausted = true;
    },
  });
  const bytes = Buffer.from(sample);
  const began = performance.now();
  const found = scanner.scan(bytes);
  const milliseconds = Math.round(performance.now() - began);
  const hits = found.map(({ start, end, mark }) => {
    const before = bytes.toString("utf8", 0, start);
    return { line: before.split("\n").length, start: before.length, end: before.length + bytes.toString("utf8", start, end).length, mark };
  });
  return { hits, exhausted, milliseconds };
}
