import { visible } from "../../../lib/core/visible";

/** Text that is safe to put into a page as it is. */
export class Html {
  constructor(readonly text: string) {}
}
export type Piece = Html | string | number | null | undefined | false | readonly Piece[];

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
/** Names come from vendors and directories: none may look like another one. */
const escaped = (text: string): string => visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? character);

function render(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return "";
  if (piece instanceof Html) return piece.text;
  if (typeof piece === "object") return piece.map(render).join("");
  return escaped(String(piece));
}

/** Builds markup; every value that is not itself made by `html` is escaped. Attributes must be quoted. */
export function html(strings: TemplateStringsArray, ...values: Piece[]): Html {
  return new Html(strings.map((text, n) => text + render(values[n])).join(""));
}
