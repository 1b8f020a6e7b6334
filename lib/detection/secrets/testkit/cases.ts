import * as b from "../engine/bytes";
import { masks, type Segment, type Shape, shape } from "../engine/shape";
import type { Entry } from "../table/entry";
import { random } from "./make";

/** The characters of a class, in order. */
const alphabetOf = (name: string): string => {
  let text = "";
  for (let byte = 0x21; byte < 0x7f; byte++) if (((b.classes[byte] as number) & (masks[name] as number)) !== 0) text += String.fromCharCode(byte);
  return text;
};

/** A text of the form. Runs begin and end with a letter or digit where their class has any; the longest run holds an upper-case letter and a digit if it may. */
export function sample(
  form: Shape,
  seed: string,
  lengthOf: (segment: Extract<Segment, { mask: number }>) => number = ({ min, max }) => Math.min(max, min + 7),
): string {
  return form.segments.map((segment, at) => ("text" in segment ? segment.text : run(segment.name, lengthOf(segment), `${seed} ${at}`))).join("");
}

function run(name: string, length: number, seed: string): string {
  const alphabet = alphabetOf(name);
  const plain = [...alphabet].filter((character) => /[0-9A-Za-z]/.test(character)).join("") || alphabet;
  if (length < 3) return random(length, plain, seed);
  const middle = random(length - 2, alphabet, `${seed} middle`);
  const ends = random(2, plain, `${seed} ends`);
  // without chance: some kinds ask for a digit and an upper-case letter
  const must = ["7", "K"].filter((character) => alphabet.includes(character)).join("");
  return length > 8 ? `${ends[0]}${must}${middle.slice(must.length)}${ends[1]}` : ends[0] + middle + ends[1];
}

export interface Cases {
  positive: string[];
  negative: string[];
}

/** How a secret of the kind stands in a text: alone, or under a name. */
function written(entry: Entry, secret: string, at: number): string {
  if (entry.near === undefined) return [`x = "${secret}"`, secret, `see ${secret}, please`, `{"a":"${secret}"}`, `T=${secret}\n`][at % 5] as string;
  const word = entry.near[at % entry.near.length] as string;
  const name = /[:]$|^--/.test(word) ? word : word;
  return [`${name} = "${secret}"`, `  ${name}: '${secret}'\n`, `"${name}": "${secret}"`, `export ${name.toUpperCase()}="${secret}"`][at % 4] as string;
}

const last = (form: Shape): Extract<Segment, { mask: number }> | undefined => form.segments.filter((segment) => "mask" in segment).at(-1);

/** At least three texts that hold a secret of the kind and three that nearly do: too short, too long, another letter, another beginning, no name beside it. */
export function casesOf(entry: Entry): Cases {
  const forms = [entry.form].flat().map(shape);
  const positive: string[] = [];
  const negative: string[] = [];
  for (let at = 0; positive.length < Math.max(4, forms.length); at++) {
    const form = forms[at % forms.length] as Shape;
    positive.push(written(entry, sample(form, `${entry.id} ${at}`), at));
  }
  forms.forEach((form, at) => {
    const good = sample(form, `${entry.id} n${at}`);
    const tail = last(form);
    const longRun = form.segments.findLastIndex((segment) => "mask" in segment && segment.min >= 4);
    const target = form.segments[longRun];
    if (target !== undefined && "mask" in target) {
      negative.push(
        written(
          entry,
          sample(form, `${entry.id} s${at}`, (segment) => (segment === target ? Math.max(1, segment.min - 3) : Math.min(segment.max, segment.min + 7))),
          at,
        ),
      );
      const broken = sample(form, `${entry.id} b${at}`, (segment) => segment.min);
      const middle = form.segments.slice(0, longRun).reduce((sum, one) => sum + ("text" in one ? one.text.length : one.min), 0) + Math.floor(target.min / 2);
      negative.push(written(entry, `${broken.slice(0, middle)} ${broken.slice(middle + 1)}`, at));
      negative.push(written(entry, `${broken.slice(0, middle)}\u00e9${broken.slice(middle + 1)}`, at));
    }
    if (tail !== undefined && form.segments.at(-1) === tail) {
      negative.push(
        written(
          entry,
          sample(form, `${entry.id} l${at}`, (segment) => (segment === tail ? segment.max : segment.min)) + random(9, "ghjkmnpqrstuvwxyz", `${entry.id} l`),
          at,
        ),
      );
    }
    if (form.prefix > 2) negative.push(written(entry, `qz${good.slice(2)}`, at));
    if (entry.near !== undefined) negative.push(`q = "${good}"`, `${good}`);
  });
  return { positive, negative };
}
