import { formatDateTime, formatRelative } from "../../../lib/core/format";
import { type Html, html, type Piece } from "../http/html";

/** A digest or fingerprint in groups of four, so that two people can read it to each other. */
export const grouped = (hex: string): string =>
  hex
    .replaceAll(" ", "")
    .match(/.{1,4}/g)
    ?.join(" ") ?? hex;

/** A time, relative to read and exact to check. */
export const time = (at: Date, now: Date): Html =>
  html`<time datetime="${at.toISOString()}" title="${formatDateTime(at)}">${formatRelative(at, now)}<span class="unseen"> (${formatDateTime(at)})</span></time>`;

/** One line of what is shown: `unknown` marks a value that nobody can tell, `wide` one that needs the whole row. */
export interface Fact {
  label: string;
  value: Piece;
  mono?: boolean;
  unknown?: boolean;
  wide?: boolean;
}

/** What is known, label by label. */
export const facts = (list: readonly Fact[]): Html =>
  html`<dl class="facts">${list.map(
    ({ label, value, mono, unknown, wide }) =>
      html`<div${wide ? html` class="wide"` : null}><dt>${label}</dt><dd${mono || unknown ? html` class="${[mono && "mono", unknown && "unknown"].filter(Boolean).join(" ")}"` : null}>${value}</dd></div>`,
  )}</dl>`;

/** Something that went wrong, or that must be known first. An alert is read out at once. */
export const note = (kind: "error" | "warning" | "done" | "plain", sentence: Piece): Html =>
  html`<div class="note ${kind}"${kind === "error" ? html` role="alert"` : kind === "done" ? html` role="status"` : null}>${sentence}</div>`;

/** The human mark: somebody did or decides this. */
export const person = (done: boolean, text: Piece): Html =>
  html`<li class="step"><span class="p${done ? " done" : ""}" aria-hidden="true"></span><div>${text}</div></li>`;

/** What to do where there is no passkey: the terminal. */
export const terminal = (words: string): Html => html`<pre class="terminal" tabindex="0" aria-label="Command">npm run -s countersign -- ${words}</pre>`;
