import { visible } from "../core/visible";
import { channelTitles } from "../domain/words";
import type { ExposurePage } from "./exposure-page";

/** So many places are named; how many more there are is said. */
const mostPlaces = 20;

const validityWords = { valid: "it works", invalid: "it no longer works", unknown: "not known", not_checkable: "not checkable" } as const;

/**
 * An exposure as the text of a ticket: what it is, where it stands, who answers for it, how to rotate it. Never the secret: only what the page shows.
 * `url` is the page's own address.
 */
export function ticketText({ row, rotate, places, token }: ExposurePage, url: string): string {
  const named = places.rows.slice(0, mostPlaces);
  const more = row.places - named.length;
  const lines = [
    `Exposed secret: ${row.title} ${row.hint}`,
    "",
    `Severity: ${row.severity}`,
    `Does it still work: ${validityWords[row.validity]}${row.untold ? ` (${row.untold.text})` : ""}`,
    `Visible since: ${row.firstVisible?.slice(0, 10) ?? "not known"}; found on ${row.detected.slice(0, 10)}`,
    `Token: ${row.token ? `${row.token.name}${row.token.link === "unlisted" ? " (nobody had listed it)" : ""}` : "none, its kind is no token"}`,
    ...(token ? [`System: ${token.connection.name}`] : []),
    `Answers for it: ${row.owner ? `${row.owner.name}${row.owner.state === "suggested" ? " (suggested, not confirmed)" : ""}` : "nobody is known"}`,
    "",
    `Where it stands (${row.places} ${row.places === 1 ? "place" : "places"}):`,
    ...named.map(({ channel, path, line, reference, author }) =>
      ["-", `${channelTitles[channel]}:`, `${path}${line === null ? "" : `:${line}`}`, reference && `at ${reference.slice(0, 40)}`, author && `by ${author}`]
        .filter(Boolean)
        .join(" "),
    ),
    ...(more > 0 ? [`- and ${more} more`] : []),
    "",
    "What to do:",
    rotate ?? "Make a new one where it is used, and end this one.",
    "Taking it out of the text is not enough: whoever has read it still has it, and a repository keeps its history.",
    "",
    url,
  ];
  return lines.map((line) => visible(line, { lines: true })).join("\n");
}
