/** A thing that took longer is asked for anew at most a twentieth of the time, and is a minute old at most. */
const share = 20;
const longest = 60_000;
/** Milliseconds. What takes less is always asked for anew. */
const quick = 250;

interface Known {
  value: Promise<unknown>;
  /** milliseconds of `performance.now`; infinity while it is under way */
  until: number;
}

const known = new WeakMap<object, Map<string, Known>>();

/**
 * What a page asks again and again and what looks at very much: where it took long the answer serves for some twenty times as long, a minute at most, and whoever asks while it is
 * read anew waits for the same. On small data, where it is quick, each asks for themselves. `of` is whose answers these are: the database client. A failure is not kept.
 */
export async function atLeisure<T>(of: object, key: string, ask: () => Promise<T>): Promise<T> {
  const answers = known.get(of) ?? new Map<string, Known>();
  known.set(of, answers);
  const last = answers.get(key);
  if (last && performance.now() < last.until) return last.value as Promise<T>;
  const began = performance.now();
  for (const [other, { until }] of answers) if (until + longest < began) answers.delete(other);
  const value = ask();
  // it took long before, so others wait for this one
  if (last) answers.set(key, { value, until: Number.POSITIVE_INFINITY });
  try {
    await value;
  } catch (error) {
    answers.delete(key);
    throw error;
  }
  const took = performance.now() - began;
  if (took < quick) answers.delete(key);
  else answers.set(key, { value, until: performance.now() + Math.min(took * share, longest) });
  return value;
}
