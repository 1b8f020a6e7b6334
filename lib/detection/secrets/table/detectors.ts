import { assignedAt } from "../engine/assignment";
import * as b from "../engine/bytes";
import { type Detector, type Found, type Keyword, type Look, report } from "../engine/look";
import { endOf, type Shape, shape, startOf } from "../engine/shape";
import type { Kind } from "../hit";
import { markOf } from "../marks";
import type { Entry, Family } from "./entry";

/** The detectors of a family's entries, one each. */
export const detectorsOf = ({ family, rotate, entries }: Family): Detector[] => entries.map((entry) => detectorOf(entry, family, rotate));

export const formsOf = (entry: Entry): Shape[] => [entry.form].flat().map(shape);

function detectorOf(entry: Entry, family: string, rotate: string): Detector {
  const forms = formsOf(entry);
  const kind: Kind = {
    id: entry.id,
    title: entry.title,
    family,
    tier: "structured",
    tokenClass: entry.tokenClass === undefined ? "api_key" : entry.tokenClass,
    rotate,
  };
  if (entry.near === undefined) {
    return {
      kinds: [kind],
      keywords: forms.flatMap((form) => {
        const { text, next, max } = anchor(form);
        return [{ text, exact: true, edge: max === 0, next, encoded: text.length >= 4 }, ...escapedAddress(text)];
      }),
      detect: (look, at) => {
        for (const form of forms) {
          const start = startOf(form, look.bytes, at);
          if (start >= 0 && b.leftEdge(look.bytes, start) && judge(entry, form, look, start, endOf(form, look.bytes, start))) return;
        }
      },
    };
  }
  return {
    kinds: [kind],
    keywords: entry.near.map((text) => ({ text, exact: false })),
    ofAssigned: true,
    detect: (look, at, after) => {
      const assigned = assignedAt(look.bytes, at, after);
      if (assigned === null) return;
      for (const form of forms) {
        if (endOf(form, look.bytes, assigned.start) === assigned.end && judge(entry, form, look, assigned.start, assigned.end)) return;
      }
    },
  };
}

/** How a part of an address stands in a query and in JSON of PHP: decoded around it, its form is looked for. */
const escapedAddress = (text: string): Keyword[] =>
  text.includes("/") ? ["%2f", "\\/"].map((slash) => ({ text: text.replaceAll("/", slash), exact: false, encodes: () => true })) : [];

function anchor({ anchor: found, segments }: Shape): NonNullable<Shape["anchor"]> {
  if (found === null) throw new Error(`a form without fixed text needs words near it: ${JSON.stringify(segments)}`);
  return found;
}

/** Reports what stands at `[at, end)` if it holds what its kind asks for. */
function judge(entry: Entry, form: Shape, look: Look, at: number, end: number): boolean {
  if (end < 0) return false;
  const { bytes } = look;
  const body = at + form.prefix;
  const checked = entry.check?.(bytes, at, end) ?? false;
  if (entry.strict === true && !checked) return false;
  if (entry.needs?.includes("digit") && !holds(bytes, body, end, b.digit)) return false;
  if (entry.needs?.includes("upper") && !holds(bytes, body, end, b.upper)) return false;
  if (!checked && entry.near === undefined && insideBase64(bytes, at, end)) return false;
  const confidence = checked ? "checked" : entry.near === undefined ? "shaped" : "contextual";
  if (isWithinLatest(look, { kind: entry.id, start: at, end, prefix: form.fixed, confidence })) {
    look.memo.within++;
    return true;
  }
  const looks = checked ? null : markOf(withoutInner(form, b.textOf(bytes, at, end)), form.prefix);
  // of these kinds some are UUIDs by form, and some begin as a variable does
  const mark = entry.mark ?? (looks === "uuid" || looks === "reference" ? null : looks);
  report(look, entry.id, at, end, confidence, { mark, prefix: form.fixed });
  return true;
}

const withoutInner = ({ inner }: Shape, text: string): string => inner.reduce((rest, fixed) => rest.replace(fixed, ""), text);

/** Whether it lies within the latest hit, of the same kind, as its end: that one is longer, and beats it unless this one is surer. */
function isWithinLatest({ found }: Look, one: Pick<Found, "kind" | "start" | "end" | "prefix" | "confidence">): boolean {
  const latest = found[found.length - 1];
  return (
    latest !== undefined &&
    latest.end === one.end &&
    latest.start < one.start &&
    latest.kind === one.kind &&
    latest.prefix === one.prefix &&
    (latest.confidence === one.confidence || latest.confidence === "checked")
  );
}

function holds(bytes: Uint8Array, from: number, to: number, mask: number): boolean {
  for (let i = from; i < to; i++) if (b.is(bytes, i, mask)) return true;
  return false;
}

/** Whether what stands at `[at, end)` is a part of a longer text in base64, as an image is, that has the form by chance. */
function insideBase64(bytes: Uint8Array, at: number, end: number): boolean {
  const before = b.is(bytes, at - 1, b.slashPlus) && at - b.runStart(bytes, at, at - 64, b.base64) >= 48;
  return before || (b.is(bytes, end, b.slashPlus) && b.runEnd(bytes, end, end + 64, b.base64) - end >= 48);
}
