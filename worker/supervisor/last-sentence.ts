const longest = 400;

/** The last thing a log says that a person can read: a structured line's message at level error or above, else its last plain line. */
export function lastSentence(log: string): string {
  const lines = log.trimEnd().split("\n").slice(-60).reverse();
  for (const line of lines) {
    const entry = structured(line);
    if (entry && entry.level >= 50) return full(entry.msg);
  }
  const plain = lines.find((line) => /error/i.test(line) && !structured(line)) ?? lines.find((line) => line.trim() && !structured(line));
  return plain ? full(plain.trim()) : "It said nothing.";
}

function structured(line: string): { level: number; msg: string } | null {
  if (!line.startsWith("{")) return null;
  try {
    const { level, msg } = JSON.parse(line) as { level?: unknown; msg?: unknown };
    return typeof level === "number" && typeof msg === "string" ? { level, msg } : null;
  } catch {
    return null;
  }
}

const full = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : /[.!?]$/.test(text) ? text : `${text}.`);
