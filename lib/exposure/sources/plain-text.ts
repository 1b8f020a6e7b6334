const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };
const blocks = /^(?:br|p|div|li|tr|td|h[1-6]|pre|blockquote|table)$/i;
/** A tag: what stands between is neither bracket and not endless, so that each character is looked at a few times at most. */
const tag = /<(\/?)([a-z][\w:-]{0,60})([^<>]{0,20000})>/gi;
/** Addresses in a tag may hold a secret; what Confluence's macros are given stands in elements named by an attribute. */
const address = /\b(?:href|src|value|data|content|ri:value)\s{0,5}=\s{0,5}["'](https?:[^"']{1,4000})["']/i;
const parameter = /\bac:name\s{0,5}=\s{0,5}"([^"]{1,100})"/i;

/** The text of a stretch of HTML, for looking through: tags become line ends, addresses or nothing, entities their characters. Never shown to anybody as HTML. */
export function plainText(html: string): string {
  let out = "";
  let at = 0;
  // Confluence's exports write the end of one within another with a space
  const ends = [placesOf(html, "]]>"), placesOf(html, "]] >")];
  for (let open = html.indexOf("<![CDATA["); open >= 0; open = html.indexOf("<![CDATA[", at)) {
    const end = Math.min(...ends.map((next) => next(open)));
    // as it stands: it is code more often than not
    out += `${withoutTags(html.slice(at, open))}\n${html.slice(open + "<![CDATA[".length, end)}\n`;
    at = end === html.length ? end : html.indexOf(">", end) + 1;
  }
  return out + withoutTags(html.slice(at));
}

/** Where a sign stands next behind places that come in order, or the end of the text: each stretch is searched once, also where there is none. */
function placesOf(text: string, sign: string): (from: number) => number {
  let place = -1;
  return (from) => {
    if (place < from) place = text.indexOf(sign, from);
    if (place < 0) place = text.length;
    return place;
  };
}

function withoutTags(html: string): string {
  return html
    .replace(tag, (_, closing: string, name: string, attributes: string) => {
      if (name.toLowerCase() === "ac:parameter") return closing ? "\n" : `\n${parameter.exec(attributes)?.[1] ?? ""}=`;
      const url = address.exec(attributes)?.[1];
      const text = url === undefined ? "" : ` ${url} `;
      return blocks.test(name) ? `\n${text}` : text;
    })
    .replace(entity, character);
}

const entity = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi;

function character(whole: string, decimal: string | undefined, hex: string | undefined, name: string | undefined): string {
  if (name) return entities[name.toLowerCase()] ?? whole;
  const code = decimal ? Number(decimal) : Number.parseInt(hex as string, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
