const signs: Record<string, number> = { a: 7, b: 8, t: 9, n: 10, v: 11, f: 12, r: 13, '"': 34, "\\": 92 };

/** A path as git prints it: as it is, or in quotes with strange bytes written as in C (git's quote.c). */
export function unquotedPath(text: string): string {
  if (!text.startsWith('"') || !text.endsWith('"')) return text;
  const bytes: number[] = [];
  const inner = Buffer.from(text.slice(1, -1), "utf8");
  for (let n = 0; n < inner.length; n++) {
    if (inner[n] !== 92) {
      bytes.push(inner[n] as number);
      continue;
    }
    const octal = /^[0-3][0-7]{2}/.exec(inner.toString("latin1", n + 1, n + 4))?.[0];
    if (octal) {
      bytes.push(Number.parseInt(octal, 8));
      n += 3;
    } else bytes.push(signs[String.fromCharCode(inner[++n] as number)] ?? (inner[n] as number));
  }
  return Buffer.from(bytes).toString("utf8");
}
