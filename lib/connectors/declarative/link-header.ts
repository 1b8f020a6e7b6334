/** The target of the first link with rel="next" in a Link header (RFC 8288), or null. Reads each character once. */
export function nextLink(header: string): string | null {
  for (let at = 0; at < header.length; ) {
    const open = header.indexOf("<", at);
    const close = open === -1 ? -1 : header.indexOf(">", open);
    if (close === -1) return null;
    const { end, next } = parametersFrom(header, close + 1);
    if (next) return header.slice(open + 1, close).trim();
    at = end;
  }
  return null;
}

/** Reads the parameters of one link, up to the comma after it; commas in quotes are text. */
function parametersFrom(header: string, start: number): { end: number; next: boolean } {
  let quoted = false;
  let end = start;
  for (; end < header.length; end++) {
    const character = header[end];
    if (quoted && character === "\\") end++;
    else if (character === '"') quoted = !quoted;
    else if (character === "," && !quoted) break;
  }
  const parameters = header.slice(start, end).split(";");
  const rel = parameters.map((each) => each.trim()).find((each) => /^rel\s{0,5}=/i.test(each));
  const relations = (rel?.slice(rel.indexOf("=") + 1) ?? "").trim().replaceAll('"', "").toLowerCase().split(" ");
  return { end: end + 1, next: relations.includes("next") };
}
