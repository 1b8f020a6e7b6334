import { Unlookable } from "./budget";
import { held } from "./held";
import { type About, dateOf, type Entry, type Sourced } from "./piece";
import { plainText } from "./plain-text";

const title = /<span id="title-text">\s{0,20}([^<]{1,500})<\/span>/;
const metadata = /<div class="page-metadata">([\s\S]{0,2000}?)<\/div>/;
const person = /<span class=['"](?:author|editor)['"]>\s{0,20}([^<]{1,200})<\/span>/g;
const day = /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w{0,6} \d{1,2}, \d{4}\b/g;

/** A page of Confluence's HTML export, under its title, with who changed it last and on which day. Faults become `unreadable`. */
export async function confluencePage(entry: Entry, about: About): Promise<Sourced> {
  let html: string;
  try {
    html = (await held(entry.bytes)).toString("utf8");
  } catch (error) {
    if (!(error instanceof Unlookable)) throw error;
    return { unreadable: { path: entry.path, reason: error.reason, detail: error.detail } };
  }
  const name = title.exec(html)?.[1];
  const said = metadata.exec(html)?.[1] ?? "";
  const path = name ? plainText(name).trim() : entry.path;
  const place = {
    path,
    reference: /(?:^|[_/])(\d{3,20})\.html$/.exec(entry.path)?.[1] ?? null,
    author: plainText([...said.matchAll(person)].at(-1)?.[1] ?? "").trim() || null,
    // the day alone is told
    at: dateOf(said.match(day)?.at(-1) && `${said.match(day)?.at(-1)} UTC`),
    url: null,
  };
  return { piece: { ...about, content: Buffer.from(plainText(html)), pathAt: () => null, locate: () => ({ ...place, line: null }) } };
}
