import { formatBytes, formatCount, plural } from "../../core/format";
import { shortReference, unreadableReasons } from "../../domain/exposures";
import type { Report, ReportedSecret } from "./findings";

const places = 5;

/** A report for people. Of what is known not to be live only the number is told, unless all is asked for. */
export function reportText({ secrets, looked, unreadable }: Report, all: boolean): string {
  const live = secrets.filter(({ mark }) => mark === null);
  const marked = secrets.filter(({ mark }) => mark !== null);
  const scanned = [looked.commits > 0 ? plural(looked.commits, "commit") : null, plural(looked.texts, "text"), formatBytes(looked.bytes)].filter(
    (part) => part !== null,
  );
  const unread = Object.entries(looked.unreadable);
  const lines = [
    live.length === 0 ? "No secret was found." : `${plural(live.length, "secret")} ${live.length === 1 ? "was" : "were"} found.`,
    ...(all ? secrets : live).map(secretText),
    ...(marked.length > 0 && !all
      ? [`${formatCount(marked.length)} more ${marked.length === 1 ? "is" : "are"} known not to be live (${byMark(marked)}): --all shows them.`]
      : []),
    `Looked through: ${scanned.join(", ")}.`,
    ...(unread.length > 0
      ? [
          `Not readable: ${unread.map(([reason, count]) => `${formatCount(count)} × ${unreadableReasons[reason as keyof typeof unreadableReasons].toLowerCase()}`).join("; ")}.`,
        ]
      : []),
    ...(all
      ? unreadable.map(
          ({ path, reason, detail }) =>
            `  ${path}: ${unreadableReasons[reason as keyof typeof unreadableReasons].toLowerCase()}${detail ? ` (${detail})` : ""}`,
        )
      : []),
  ];
  return lines.join("\n");
}

function secretText({ title, hint, mark, confidence, occurrences, rotate }: ReportedSecret): string {
  const shown = occurrences.slice(0, places).map(({ path, line, reference, author, at, context }) => {
    const where = `${path}${line === null ? "" : `:${line}`}${reference ? ` in ${shortReference(reference)}` : ""}`;
    const who = [author, at?.slice(0, 10)].filter(Boolean).join(", ");
    return `  ${where}${who ? ` (${who})` : ""}\n    ${context}`;
  });
  const more = occurrences.length - shown.length;
  const sure = mark ? mark.replace("_", " ") : confidence;
  return [`\n${title}  ${hint}  [${sure}]`, ...shown, ...(more > 0 ? [`  … and ${plural(more, "further place")}`] : []), `  ${rotate}`, ""].join("\n");
}

function byMark(secrets: readonly ReportedSecret[]): string {
  const counts = new Map<string, number>();
  for (const { mark } of secrets) if (mark) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return [...counts].map(([mark, count]) => `${formatCount(count)} ${mark.replace("_", " ")}`).join(", ");
}
