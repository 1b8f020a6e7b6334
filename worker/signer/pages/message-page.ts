import { type Html, html } from "../http/html";
import { type Frame, layout } from "./layout";

/** A page that says one thing and the next step. */
export function messagePage(frame: Frame, sentence: string, next?: Html): Html {
  return layout(frame, html`<h1>${frame.title}</h1><p class="sub">${sentence}</p>${next}`);
}
