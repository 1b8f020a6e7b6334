import * as b from "./engine/bytes";

const latin = 256;
const counts = new Uint16Array(latin);

/** Shannon's entropy of the text's characters, in bits a character; characters that Latin-1 has not count as one. */
export function entropy(text: string): number {
  b.work.steps += 20 * text.length;
  counts.fill(0);
  for (let i = 0; i < text.length; i++) {
    const code = Math.min(text.charCodeAt(i), latin - 1);
    counts[code] = (counts[code] as number) + 1;
  }
  let sum = 0;
  for (let i = 0; i < text.length; i++) {
    const code = Math.min(text.charCodeAt(i), latin - 1);
    const count = counts[code] as number;
    if (count === 0) continue;
    sum += count * Math.log2(count);
    counts[code] = 0;
  }
  return text.length === 0 ? 0 : Math.log2(text.length) - sum / text.length;
}

const classOf = (text: string, at: number): number => b.classes[text.charCodeAt(at)] ?? 0;

/** Whether a new word begins at `at`: `aB`, the last of `ABc`, a digit behind three letters. */
function breaks(text: string, at: number): boolean {
  const [before, here] = [classOf(text, at - 1), classOf(text, at)];
  if (here & b.upper) return (before & b.lower) !== 0 || ((before & b.upper) !== 0 && (classOf(text, at + 1) & b.lower) !== 0);
  return (here & b.digit) !== 0 && (before & b.letter) !== 0 && (classOf(text, at - 2) & b.letter) !== 0 && (classOf(text, at - 3) & b.letter) !== 0;
}

const vowels = b.setOf("aeiouyAEIOUY");

/** Whether the text reads as an identifier, a path or a sentence rather than as random: letters in words of three on average, short numbers, and words with vowels. */
export function readsAsWords(text: string): boolean {
  let [words, letters, mute] = [0, 0, 0];
  let unspoken = false;
  for (let i = 0; i < text.length; ) {
    if ((classOf(text, i) & b.alnum) === 0) {
      i++;
      continue;
    }
    const start = i++;
    while (i < text.length && (classOf(text, i) & b.alnum) !== 0 && !breaks(text, i)) i++;
    const kind = wordKind(text, start, i);
    if (kind === null) return false;
    if (kind === "number") continue;
    words++;
    letters += i - start;
    const longest = consonants(text, start, i);
    // words have vowels, but for some abbreviations, and no six other letters in a row
    if (i - start >= 3 && longest === i - start) mute++;
    if (kind === "word" && longest >= 6) unspoken = true;
  }
  b.work.steps += 12 * text.length;
  return letters >= 3 * words && mute <= words / 3 && !unspoken;
}

/** Of each letter, those that hardly ever follow it within a word: 350 pairs that make up less than one in 2,500 each in 19,000 words of programs and of their texts in 14 languages. */
const seldom =
  `aehq bcdfghkmnpqtvwxz bdfgnpqvwx bcfghjkmpqvwxz - bcdghjkmnpqvwxyz bcdfjkmpqtvwxyz bcdfghjkmnpqsvwxyz hijquwy bcdfghjklmnopqrstuvwxyz bcdfghjkmnpqrvwxyz
  bcfghjkmpqrvwxz cfghjknqrtvwxyz bhjqrwxz ehjqxy bcdfgjkmnqvwxz abcdefghijklmnopqrstvwxyz bhjqx bdgjqvwxz bgjkqvwxz hkquvwxy bcdfghjklmnpqrstuvwxz
  bcdfghjklmpqtuvwxz abcdfghjklmnoqrsuvwxyz bdfghjkqruvwxyz bcdfghjklmpqrstvwxz`
    .split(/\s+/)
    .map((letters) => b.setOf(letters));
const leastLetters = 10;

/** Whether ten letters or more stand together as in no language's words: of their pairs a third and more are seldom. */
export function isUnspeakable(text: string): boolean {
  b.work.steps += 10 * text.length;
  let [pairs, odd] = [0, 0];
  for (let i = 1; i < text.length; i++) {
    const [before, here] = [classOf(text, i - 1), classOf(text, i)];
    // a new word begins
    if ((before & b.letter) === 0 || (here & b.letter) === 0 || ((before & b.lower) !== 0 && (here & b.upper) !== 0)) continue;
    pairs++;
    if (seldom[(text.charCodeAt(i - 1) | 0x20) - 0x61]?.[text.charCodeAt(i) | 0x20] === 1) odd++;
  }
  return text.length >= leastLetters && odd >= 3 && odd >= pairs / 3;
}

/** A word, one in capitals, a short number; null where it is none of these. */
function wordKind(text: string, start: number, end: number): "word" | "capitals" | "number" | null {
  let all = -1;
  for (let i = start; i < end; i++) all &= classOf(text, i);
  if (all & b.digit) return end - start <= 4 ? "number" : null;
  if (all & b.upper) return "capitals";
  let rest = -1;
  for (let i = start + 1; i < end; i++) rest &= classOf(text, i);
  return (rest & b.lower) !== 0 && (classOf(text, start) & b.letter) !== 0 ? "word" : null;
}

/** The most letters in a row that are no vowels. */
function consonants(text: string, start: number, end: number): number {
  let [most, now] = [0, 0];
  for (let i = start; i < end; i++) {
    now = vowels[text.charCodeAt(i)] === 1 ? 0 : now + 1;
    if (now > most) most = now;
  }
  return most;
}
