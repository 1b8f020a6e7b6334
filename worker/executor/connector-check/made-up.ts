import { randomInt } from "node:crypto";

const hex = "0123456789abcdef";
const kinds: [RegExp, string][] = [
  [/[0-9]/, "0123456789"],
  [/[a-z]/, "abcdefghijklmnopqrstuvwxyz"],
  [/[A-Z]/, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"],
];

/** A credential in the form of another that no system knows: its longest run of letters and digits is drawn anew, its prefix and signs stay. */
export function madeUpLike(secret: string, draw: (below: number) => number = randomInt): string {
  const runs = [...secret.matchAll(/[A-Za-z0-9]+/g)];
  const longest = runs.reduce<(typeof runs)[number] | null>((best, run) => (best && best[0].length >= run[0].length ? best : run), null);
  if (!longest) return `${secret}x`;
  const [old] = longest;
  const fresh = [...old].map((character) => drawn(character, /^[0-9a-f]+$/.test(old), draw)).join("");
  // drawn the same by a chance that only tests meet
  const other = fresh === old ? `${fresh.slice(0, -1)}${fresh.endsWith("0") ? "1" : "0"}` : fresh;
  return `${secret.slice(0, longest.index)}${other}${secret.slice(longest.index + old.length)}`;
}

function drawn(character: string, inHex: boolean, draw: (below: number) => number): string {
  const alphabet = inHex ? hex : (kinds.find(([kind]) => kind.test(character))?.[1] ?? character);
  return alphabet[draw(alphabet.length)] ?? character;
}
