import { isTried } from "../check-kinds";
import type { Report, ReportedSecret } from "./findings";

/** SARIF 2.1.0 (OASIS): a result for each place of each secret. Marked ones are there, as of no consequence. */
export function reportSarif({ secrets }: Report): object {
  const rules = [...new Map(secrets.map((secret) => [secret.kind, secret])).values()];
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "Countersign",
            rules: rules.map(({ kind, title, family, rotate }) => ({
              id: kind,
              shortDescription: { text: title },
              help: { text: rotate },
              properties: { tags: ["security", "secret", family] },
            })),
          },
        },
        // where lines and columns begin, and that columns are not told
        columnKind: "utf16CodeUnits",
        results: secrets.flatMap((secret) =>
          secret.occurrences.map((occurrence) =>
            resultOf(
              secret,
              occurrence,
              rules.findIndex(({ kind }) => kind === secret.kind),
            ),
          ),
        ),
      },
    ],
  };
}

/** An answer tries nothing; of what no checker knows the form of, not even a try would tell. */
const validityOf = (kind: string): object =>
  isTried(kind)
    ? { validity: "unknown", validityUnknownBecause: "a scan's answer tries nothing" }
    : { validity: "not_checkable", validityUnknownBecause: "no checker for this kind by its form" };

function resultOf(
  { kind, title, hint, fingerprint, mark, confidence }: ReportedSecret,
  place: ReportedSecret["occurrences"][number],
  ruleIndex: number,
): object {
  return {
    ruleId: kind,
    ruleIndex,
    ...(mark ? { kind: "informational", level: "none" } : { level: confidence === "checked" || confidence === "shaped" ? "error" : "warning" }),
    message: { text: mark ? `${title} ${hint}, known not to be live: ${mark.replace("_", " ")}.` : `${title} ${hint} stands here.` },
    partialFingerprints: { "secretHash/v1": fingerprint },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: place.path.split("/").map(encodeURIComponent).join("/") },
          ...(place.line === null ? {} : { region: { startLine: place.line } }),
        },
      },
    ],
    properties: { hint, ...validityOf(kind), channel: place.channel, context: place.context, author: place.author, at: place.at, commit: place.reference },
  };
}
