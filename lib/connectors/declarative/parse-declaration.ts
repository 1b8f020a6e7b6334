import { type Document, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { nextStepFor } from "./next-steps";
import { Declaration } from "./schema/declaration";

/** What is wrong in a file, where, and what to do. */
export interface Problem {
  /** from 1 */
  line: number;
  /** like tokens.list.paging; "" for the file as a whole */
  path: string;
  reason: string;
  next: string;
}
export type Parsed = { declaration: Declaration } | { problems: Problem[] };

/** characters; the longest example is a tenth of it */
const longest = 64_000;
const mostProblems = 50;

/** Reads a file's text: one YAML 1.2 document without aliases or tags, in the shape of a declaration. Never throws. */
export function parseDeclaration(text: string): Parsed {
  const read = parseYamlAs(text, Declaration);
  return "value" in read ? { declaration: read.value } : read;
}

/** The same in any shape. */
export function parseYamlAs<T>(text: string, shape: z.ZodType<T>): { value: T } | { problems: Problem[] } {
  const whole = (reason: string, next: string): { problems: Problem[] } => ({ problems: [{ line: 1, path: "", reason, next }] });
  if (text.length > longest) return whole(`The file is longer than ${longest / 1000},000 characters.`, "Describe one system a file.");
  if (text.trim() === "") return whole("The file is empty.", "Begin with one of the examples.");
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      version: "1.2",
      schema: "core",
      customTags: [],
      merge: false,
      prettyErrors: false,
      strict: true,
    });
    const broken = [...document.errors, ...document.warnings];
    if (broken.length > 0) return { problems: broken.slice(0, mostProblems).map((error) => yamlProblem(error, lines)) };
    const parsed = shape.safeParse(document.toJS({ maxAliasCount: 0 }));
    if (parsed.success) return { value: parsed.data };
    return {
      problems: parsed.error.issues
        .flatMap(flatten)
        .slice(0, mostProblems)
        .map((issue) => shapeProblem(issue, document, lines)),
    };
  } catch (error) {
    if (error instanceof ReferenceError)
      return whole("The file uses an alias (*name).", "Write out what it stands for: a file that is signed must say everything in its place.");
    if (error instanceof RangeError) return whole("The file is nested too deeply.", "Compare it with one of the examples.");
    throw error;
  }
}

/** The same of data, which has no lines. */
export function readDeclaration(data: unknown): Parsed {
  const parsed = Declaration.safeParse(data);
  if (parsed.success) return { declaration: parsed.data };
  const problems = parsed.error.issues
    .flatMap(flatten)
    .map((issue) => ({ path: placeOf(issue).join("."), reason: reasonOf(issue), next: nextStepFor(placeOf(issue).map(String)) }));
  return { problems: problems.slice(0, mostProblems).map((problem) => ({ line: 1, ...problem })) };
}

/** One line for one problem. */
export const problemInWords = ({ line, path, reason, next }: Problem): string => `Line ${line}${path ? `, ${path}` : ""}: ${reason} ${next}`;

function yamlProblem(error: { message: string; pos: [number, number] }, lines: LineCounter): Problem {
  const { line } = lines.linePos(error.pos[0]);
  return {
    line: Math.max(1, line),
    path: "",
    reason: `This is no YAML: ${error.message.split("\n")[0]}.`,
    next: "Look at the indentation and quotes of this line and the one before.",
  };
}

type Issue = z.core.$ZodIssue;

/** An issue of a choice says nothing of itself: what counts are those of the branch that came nearest. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const branches = issue.errors.map((issues) => issues.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue));
  const depth = (issues: Issue[]) => Math.max(0, ...issues.map(({ path }) => path.length));
  const misfits = (issues: Issue[]) => issues.filter(({ code, path }) => path.length === issue.path.length && code === "invalid_type").length;
  const strangers = (issues: Issue[]) => issues.filter(({ code }) => code === "unrecognized_keys").length;
  const best = branches.toSorted((a, b) => misfits(a) - misfits(b) || strangers(a) - strangers(b) || depth(b) - depth(a) || a.length - b.length)[0] ?? [];
  return best.flatMap(flatten);
}

function shapeProblem(issue: Issue, document: Document, lines: LineCounter): Problem {
  const path = placeOf(issue);
  return { line: lineOf(document, lines, path), path: path.join("."), reason: reasonOf(issue), next: nextStepFor(path.map(String)) };
}

const placeOf = (issue: Issue): PropertyKey[] => (issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : [...issue.path]);

function reasonOf(issue: Issue): string {
  const named = `\`${String(issue.path.at(-1) ?? "the file")}\``;
  switch (issue.code) {
    case "unrecognized_keys":
      return `\`${issue.keys.join("`, `")}\` is nothing that can stand here.`;
    case "invalid_type":
      return issue.input === undefined && /received undefined/.test(issue.message) ? `${named} is missing.` : `${named}: ${lower(issue.message)}.`;
    case "invalid_value":
      return `${named} must be ${issue.values.map(String).join(", ")}${issue.values.length > 1 ? ": one of them" : ""}.`;
    case "custom":
      return `${named} ${issue.message}.`;
    default:
      return `${named}: ${lower(issue.message)}.`;
  }
}

const lower = (message: string): string => message.replace(/^Invalid input: /, "").replace(/\.$/, "");

/** The line of what stands at a path, or of the nearest that is there. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const at = rangeOf(document, path.slice(0, length));
    if (at !== null) return lines.linePos(at).line;
  }
  return 1;
}

function rangeOf(document: Document, path: readonly PropertyKey[]): number | null {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  if (typeof parent !== "object" || parent === null || !("items" in parent) || !Array.isArray(parent.items)) return null;
  const pair: unknown = parent.items.find((item: { key?: { value?: unknown } }, n) => (item?.key ? String(item.key.value) === String(key) : n === key));
  const node = pair as { key?: { range?: [number] }; range?: [number] } | undefined;
  return node?.key?.range?.[0] ?? node?.range?.[0] ?? null;
}
