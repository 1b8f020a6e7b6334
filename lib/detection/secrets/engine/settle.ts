import { type Confidence, confidences } from "../hit";
import type { Found } from "./look";

const ranks = Object.fromEntries(confidences.map((confidence, at) => [confidence, at])) as Record<Confidence, number>;
const rank = (found: Found): number => ranks[found.confidence];

/** Whether `a` says more than `b` of the same place: the surer, then the longer fixed beginning, then the longer, then by name. */
function beats(a: Found, b: Found): boolean {
  if (rank(a) !== rank(b)) return rank(a) < rank(b);
  if (a.prefix !== b.prefix) return a.prefix > b.prefix;
  if ((a.encoding === null) !== (b.encoding === null)) return a.encoding === null;
  if (a.end - a.start !== b.end - b.start) return a.end - a.start > b.end - b.start;
  return a.start !== b.start ? a.start < b.start : a.kind < b.kind;
}

/** Of hits that overlap, the most specific one, which covers (is made to: no copies of thousands) what the others took for a secret too; in order of place. */
export function settle(found: readonly Found[]): Found[] {
  const kept: Found[] = [];
  for (let one of [...found].sort((a, b) => a.start - b.start || a.end - b.end)) {
    let wins = true;
    while (wins && kept.length > 0) {
      const before = kept[kept.length - 1] as Found;
      if (before.end <= one.start) break;
      if (beats(one, before)) {
        one = covering(one, before);
        kept.pop();
      } else {
        kept[kept.length - 1] = covering(before, one);
        wins = false;
      }
    }
    if (wins) kept.push(one);
  }
  return kept;
}

function covering(one: Found, other: Found): Found {
  const [a, b] = [one.covers ?? one, other.covers ?? other];
  if (a.start <= b.start && a.end >= b.end) return one;
  one.covers = { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) };
  return one;
}
