/** One step: a field, a place in a list, or every item of a list. */
type Step = { field: string } | { at: number } | "each";

const mostSteps = 16;

/**
 * Reads a path like `user.email`, `roles[].name`, `items[0]` or `claims["https://example.com/team"]`; `$` is the value itself. Returns null
 * for what is none. It is no JSONPath: no filters, no recursion, nothing to run.
 */
export function parsePath(text: string): Step[] | null {
  if (text === "$") return [];
  const steps: Step[] = [];
  let rest = text;
  for (let first = true; rest !== ""; first = false) {
    const found = nextStep(rest, first);
    if (!found || steps.length === mostSteps) return null;
    steps.push(found.step);
    rest = rest.slice(found.length);
  }
  return steps.length > 0 ? steps : null;
}

// Anchored, without nested repetition: each looks at a character once.
const named = /^[\p{L}\p{N}_$@-]+/u;
const place = /^\[(\d{1,6})\]/;
const quoted = /^\["([^"\\\p{Cc}]{1,200})"\]/u;

function nextStep(rest: string, first: boolean): { step: Step; length: number } | null {
  if (rest.startsWith("[]")) return { step: "each", length: 2 };
  const at = place.exec(rest);
  if (at) return { step: { at: Number(at[1]) }, length: at[0].length };
  const inQuotes = quoted.exec(rest);
  if (inQuotes?.[1] !== undefined) return { step: { field: inQuotes[1] }, length: inQuotes[0].length };
  const dot = rest.startsWith(".") ? 1 : 0;
  if (first === (dot === 1)) return null;
  const field = named.exec(rest.slice(dot));
  return field ? { step: { field: field[0] }, length: dot + field[0].length } : null;
}

/** Paths read once: each row of a listing is looked along the same few. */
const known = new Map<string, Step[]>();
const mostKnown = 5_000;

/** Looks along a path: every value that is there, null among them. Throws for text that is no path, which the schema has refused before. */
export function compilePath(text: string): (value: unknown) => unknown[] {
  const steps = known.get(text) ?? parsePath(text);
  if (!steps) throw new TypeError("not a path");
  if (known.size < mostKnown) known.set(text, steps);
  return (value) => steps.reduce<unknown[]>((found, step) => found.flatMap((each) => follow(each, step)), [value]);
}

function follow(value: unknown, step: Step): unknown[] {
  if (step === "each") return Array.isArray(value) ? value : [];
  if ("at" in step) return Array.isArray(value) && step.at < value.length ? [value[step.at]] : [];
  // own fields alone: `constructor` and the like are nobody's data
  if (typeof value !== "object" || value === null || Array.isArray(value) || !Object.hasOwn(value, step.field)) return [];
  return [Reflect.get(value, step.field)];
}
