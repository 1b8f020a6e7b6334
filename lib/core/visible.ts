/** Controls, direction changers, joiners, invisible separators and the letters that look like nothing. Line breaks and tabs are left. */
const unseen = /(?![\n\r\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/gu;

/**
 * Text in which every character that can't be seen, or that changes how others are seen, is written out as \uXXXX: a name given by a vendor
 * or a directory must not be able to look like another one, nor to redraw a terminal. `lines` also writes out line breaks and tabs.
 */
export function visible(text: string, { lines = false } = {}): string {
  const shown = text.replace(unseen, written);
  return lines ? shown.replace(/[\n\r\t]/g, written) : shown;
}

const written = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
