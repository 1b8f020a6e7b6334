import { RE2JS } from "re2js";
import { z } from "zod";
import * as b from "./engine/bytes";
import { type Detector, type Look, report } from "./engine/look";
import { InvalidRule } from "./invalid-rule";
import { markOf } from "./marks";
import { entropy } from "./randomness";

/** A rule of a user's own: what its secrets look like, and words without which none is looked for. */
export const UserRule = z.object({
  id: z.string().regex(/^[a-z][a-z0-9_]{2,63}$/, "lower-case letters, digits and underscores, 3 to 64, a letter first"),
  title: z.string().min(1).max(120),
  /** RE2 syntax; the named group `secret` is the secret itself: `(?P<secret>…)` or `(?<secret>…)`. One line at a time */
  regex: z.string().min(4).max(1_000),
  keywords: z
    .array(z.string().regex(/^[\x21-\x7e]{3,40}$/, "three visible ASCII characters or more"))
    .min(1)
    .max(20),
  /** bits a character that the secret must have at least */
  entropy: z.number().min(0).max(8).optional(),
  /** RE2; only texts whose path it matches are looked at */
  path: z.string().max(300).optional(),
});
export type UserRule = z.infer<typeof UserRule>;

/** So much of a line is looked at around a keyword, in bytes. */
const window = { before: 512, after: 2_048 };

/** What a rule may use of one text's time, and who is told when it has. */
export interface Budget {
  /** milliseconds a rule may take for one text */
  ms: number;
  exhausted(rule: string): void;
}

function compile(rule: UserRule, field: "regex" | "path"): RE2JS {
  try {
    return RE2JS.compile(rule[field] ?? "");
  } catch (error) {
    throw new InvalidRule(rule.id, `${field}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The detector of a rule for texts at a path; null where its path pattern leaves the text out. Throws `InvalidRule` where it doesn't parse or compile. */
export function detectorOfRule(input: unknown): { id: string; appliesTo(path: string | undefined): boolean; detector(budget: Budget): Detector } {
  const parsed = UserRule.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InvalidRule(String((input as { id?: unknown } | null)?.id ?? "?"), `${issue?.path.join(".")}: ${issue?.message}`);
  }
  const rule = parsed.data;
  const regex = compile(rule, "regex");
  if (!("secret" in regex.namedGroups())) throw new InvalidRule(rule.id, "regex: it has no group named `secret`, as in (?<secret>…)");
  const path = rule.path === undefined ? null : compile(rule, "path");
  return {
    id: rule.id,
    appliesTo: (at) => path === null || (at !== undefined && path.matcher(at).find()),
    detector: (budget) => ({
      kinds: [{ id: rule.id, title: rule.title, family: "Own rules", tier: "structured", tokenClass: null, rotate: "Where this rule's author says." }],
      keywords: rule.keywords.map((text) => ({ text, exact: false })),
      detect: timed(rule, regex, budget),
    }),
  };
}

function timed(rule: UserRule, regex: RE2JS, budget: Budget): Detector["detect"] {
  return (look, at, after) => {
    const had = look.memo.left?.get(rule.id) ?? budget.ms;
    if (had <= 0) return;
    const began = performance.now();
    matchLine(look, at, after, rule, regex);
    const left = had - (performance.now() - began);
    look.memo.left ??= new Map();
    look.memo.left.set(rule.id, left);
    if (left <= 0) budget.exhausted(rule.id);
  };
}

function matchLine(look: Look, at: number, after: number, rule: UserRule, regex: RE2JS): void {
  const { bytes } = look;
  let start = at;
  while (start > 0 && at - start < window.before && !b.is(bytes, start - 1, b.lineEnd)) start--;
  let end = after;
  while (end < bytes.length && end - after < window.after && !b.is(bytes, end, b.lineEnd)) end++;
  const line = b.textOf(bytes, start, end);
  const matcher = regex.matcher(line);
  while (matcher.find()) {
    const secret = matcher.group("secret");
    if (secret === null || secret === "" || entropy(secret) < (rule.entropy ?? 0)) continue;
    const from = start + Buffer.byteLength(line.slice(0, matcher.start("secret")));
    report(look, rule.id, from, from + Buffer.byteLength(secret), "shaped", { mark: markOf(secret) });
  }
}
