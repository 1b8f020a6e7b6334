import { formatCount } from "../../core/format";
import { type UnreadableReason, unreadableReasons } from "../../domain/exposures";
import { isTried } from "../check-kinds";
import type { Report, ReportedSecret } from "./findings";

/** A kind of secret, as a rule. */
export interface SarifRule {
  kind: string;
  title: string;
  family: string;
  /** how one makes a new one and ends the old */
  rotate: string;
}
/** A secret at one place, as a result. */
export interface SarifFound {
  kind: string;
  level: "error" | "warning" | "note";
  /** why it is of no consequence any more, in words; null = nothing says so */
  harmless: string | null;
  /** a sentence */
  message: string;
  path: string;
  line: number | null;
  fingerprints: Record<string, string>;
  suppressions?: readonly { kind: "external"; status: "accepted" | "underReview"; justification: string }[];
  properties: Record<string, unknown>;
}

const head = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0" } as const;

/** Writes the results of one run, and remembers the rules that they are of: those stand behind them, so that results may be written as they come. */
export class SarifRun {
  private readonly rules = new Map<string, SarifRule>();

  result(rule: SarifRule, { kind, level, harmless, message, path, line, fingerprints, suppressions, properties }: SarifFound): object {
    if (!this.rules.has(kind)) this.rules.set(kind, rule);
    return {
      ruleId: kind,
      ruleIndex: [...this.rules.keys()].indexOf(kind),
      ...(harmless === null ? { level } : { kind: "informational", level: "none" }),
      message: { text: message },
      partialFingerprints: fingerprints,
      locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) }, ...(line === null ? {} : { region: { startLine: line } }) } }],
      ...(suppressions ? { suppressions } : {}),
      properties,
    };
  }

  /** What is said of the run beside its results. */
  about(unread: Unread = { counts: {}, told: [] }): object {
    return {
      tool: {
        driver: {
          name: "Countersign",
          rules: [...this.rules.values()].map(({ kind, title, family, rotate }) => ({
            id: kind,
            shortDescription: { text: title },
            help: { text: rotate },
            properties: { tags: ["security", "secret", family] },
          })),
          notifications: reasonsOf(unread).map((reason) => ({ id: reason, shortDescription: { text: unreadableReasons[reason] } })),
        },
      },
      invocations: [{ executionSuccessful: reasonsOf(unread).every((reason) => expected.has(reason)), toolExecutionNotifications: notificationsOf(unread) }],
      // where lines and columns begin, and that columns are not told
      columnKind: "utf16CodeUnits",
    };
  }
}

/** SARIF 2.1.0 (OASIS): a result for each place of each secret. Marked ones are there, as of no consequence. What was not looked at is told, and makes the run no success. */
export function reportSarif({ secrets, looked, unreadable }: Report): object {
  const run = new SarifRun();
  const results = secrets.flatMap((secret) => secret.occurrences.map((place) => run.result(secret, foundOf(secret, place))));
  return { ...head, runs: [{ ...run.about({ counts: looked.unreadable, told: unreadable }), results }] };
}

/** The same of results that come one after the other: parts of one text. */
export async function* streamSarif(run: SarifRun, results: AsyncIterable<readonly object[]>): AsyncGenerator<string> {
  yield `${JSON.stringify(head).slice(0, -1)},"runs":[{"results":[`;
  let before = "\n";
  for await (const some of results) {
    if (some.length === 0) continue;
    yield before + some.map((result) => JSON.stringify(result)).join(",\n");
    before = ",\n";
  }
  yield `\n],${JSON.stringify(run.about()).slice(1)}]}\n`;
}

const uriOf = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

/** An answer tries nothing; of what no checker knows the form of, not even a try would tell. */
const validityOf = (kind: string): object =>
  isTried(kind)
    ? { validity: "unknown", validityUnknownBecause: "a scan's answer tries nothing" }
    : { validity: "not_checkable", validityUnknownBecause: "no checker for this kind by its form" };

function foundOf({ kind, title, hint, fingerprint, mark, confidence }: ReportedSecret, place: ReportedSecret["occurrences"][number]): SarifFound {
  return {
    kind,
    level: confidence === "checked" || confidence === "shaped" ? "error" : "warning",
    harmless: mark,
    message: mark ? `${title} ${hint}, known not to be live: ${mark.replace("_", " ")}.` : `${title} ${hint} stands here.`,
    path: place.path,
    line: place.line,
    fingerprints: { "secretHash/v1": fingerprint },
    properties: {
      ...{ hint, ...validityOf(kind), channel: place.channel, context: place.context, author: place.author, at: place.at, commit: place.reference },
      ...(place.url === null ? {} : { url: place.url }),
    },
  };
}

/** What was not looked at: how often, by reason, and what exactly, as far as that is kept. */
interface Unread {
  counts: Partial<Record<UnreadableReason, number>>;
  told: Report["unreadable"];
}

/** What is passed over wherever it is, since no text that somebody wrote is expected in it: a run without it is whole. */
const expected: ReadonlySet<UnreadableReason> = new Set(["media", "link", "special"]);

const reasonsOf = ({ counts }: Unread): UnreadableReason[] =>
  (Object.keys(unreadableReasons) as UnreadableReason[]).filter((reason) => (counts[reason] ?? 0) > 0);

/** One for each thing that should have been looked at, and for each reason one with how many more there are. */
function notificationsOf(unread: Unread): object[] {
  return reasonsOf(unread).flatMap((reason, index) => {
    const about = { descriptor: { id: reason, index }, level: expected.has(reason) ? "note" : "warning" };
    const told = expected.has(reason) ? [] : unread.told.filter((each) => each.reason === reason);
    const more = (unread.counts[reason] ?? 0) - told.length;
    return [
      ...told.map(({ path, detail }) => ({
        ...about,
        message: { text: `${unreadableReasons[reason]}${detail ? ` (${detail})` : ""}.` },
        ...(path === "" ? {} : { locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(path) } } }] }),
      })),
      ...(more > 0 ? [{ ...about, message: { text: `${unreadableReasons[reason]}: ${told.length > 0 ? "further " : ""}${formatCount(more)}.` } }] : []),
    ];
  });
}
