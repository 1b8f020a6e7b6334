import { z } from "zod";
import type { Location } from "../../domain/exposures";
import { Unlookable } from "./budget";
import { held } from "./held";
import { addressOf, dateOf, type Sourced, type Told } from "./piece";
import { withoutItsSecret } from "./without-its-secret";

/** One finding of gitleaks' JSON report (report/finding.go); fields that are not read are dropped. */
const Gitleaks = z.object({
  RuleID: z.string(),
  Secret: z.string().min(1),
  Match: z.string().default(""),
  File: z.string(),
  StartLine: z.number().int().nonnegative().default(0),
  Commit: z.string().default(""),
  Author: z.string().default(""),
  Email: z.string().default(""),
  Date: z.string().default(""),
  Link: z.string().default(""),
});
/** What each of TruffleHog's sources says of a place (pkg/pb/source_metadatapb); what a source has not is absent. */
const Place = z.object({
  file: z.string().optional(),
  link: z.string().optional(),
  commit: z.string().optional(),
  email: z.string().optional(),
  timestamp: z.string().optional(),
  line: z.number().int().optional(),
});
const Trufflehog = z.object({
  DetectorName: z.string(),
  Raw: z.string().min(1),
  SourceMetadata: z.object({ Data: z.record(z.string(), Place) }),
});

/** Which report of another scanner a file's beginning is. */
export function otherScanner(head: Buffer): "gitleaks" | "trufflehog" | null {
  const text = head
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trimStart();
  if (text.startsWith("[") && text.includes('"RuleID"') && text.includes('"Secret"')) return "gitleaks";
  return text.startsWith("{") && text.includes('"SourceMetadata"') && text.includes('"DetectorName"') ? "trufflehog" : null;
}

/** What another scanner found: each finding as it tells it. One that can't be understood is told; the rest is read on. */
export async function* otherScannersReport(form: "gitleaks" | "trufflehog", source: AsyncIterable<Uint8Array>, path: string): AsyncGenerator<Sourced> {
  let rows: unknown[];
  try {
    rows = rowsOf(form, (await held(source)).toString("utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) yield { unreadable: { path, reason: "malformed", detail: "not a report in JSON" } };
    else if (error instanceof Unlookable) yield { unreadable: { path, reason: error.reason, detail: error.detail } };
    else throw error;
    return;
  }
  for (const [n, row] of rows.entries()) {
    const told = form === "gitleaks" ? Gitleaks.transform(ofGitleaks).safeParse(row) : Trufflehog.transform(ofTrufflehog).safeParse(row);
    if (told.success) yield { told: withoutItsSecret(told.data) };
    else
      yield { unreadable: { path, reason: "malformed", detail: `finding ${n + 1}: ${told.error.issues[0]?.path.join(".")} ${told.error.issues[0]?.message}` } };
  }
}

function rowsOf(form: "gitleaks" | "trufflehog", text: string): unknown[] {
  if (form === "trufflehog")
    return text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line): unknown => JSON.parse(line));
  const rows: unknown = JSON.parse(text);
  return Array.isArray(rows) ? rows : [];
}

function ofGitleaks({ RuleID, Secret, Match, File, StartLine, Commit, Author, Email, Date: at, Link }: z.infer<typeof Gitleaks>): Told {
  const author = Author && Email ? `${Author} <${Email}>` : Author || Email || null;
  const location: Location = { path: File, line: StartLine || null, reference: Commit || null, author, at: dateOf(at), url: addressOf(Link) };
  return { rule: `gitleaks ${RuleID}`, secret: Secret, key: "", around: Match, channel: "code", location };
}

function ofTrufflehog({ DetectorName, Raw, SourceMetadata: { Data } }: z.infer<typeof Trufflehog>): Told {
  const place = Object.values(Data)[0] ?? {};
  const location: Location = {
    path: place.file || place.link || "unknown",
    line: place.line || null,
    reference: place.commit || null,
    author: place.email || null,
    at: dateOf(place.timestamp ?? ""),
    url: addressOf(place.link ?? ""),
  };
  return { rule: `TruffleHog ${DetectorName}`, secret: Raw, key: "", around: "", channel: "code", location };
}
