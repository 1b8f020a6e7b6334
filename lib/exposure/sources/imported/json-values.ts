/** The JSON values of a text, one behind the other: `gh api --paginate` writes a list a page. Lists in lists are one list. Throws SyntaxError. */
export function jsonRows(text: string): unknown[] {
  let values: unknown[];
  try {
    values = [JSON.parse(text)];
  } catch (error) {
    const parts = valuesIn(text);
    if (parts.length < 2) throw error;
    values = parts.map((part): unknown => JSON.parse(part));
  }
  return values.flatMap((value) => (Array.isArray(value) ? value.flat() : [value]));
}

/** Where each list or object on the uppermost level begins and ends; brackets in texts are text. */
function valuesIn(text: string): string[] {
  const parts: string[] = [];
  const marks = /["\\[\]{}]/g;
  let [depth, start, quoted] = [0, 0, false];
  for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
    const [sign] = mark;
    if (sign === "\\") marks.lastIndex++;
    else if (sign === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (sign === "[" || sign === "{") {
      if (depth++ === 0) start = mark.index;
    } else if (--depth === 0) parts.push(text.slice(start, mark.index + 1));
  }
  return parts;
}
