import { z } from "zod";
import type { Severity } from "./severity";

/** Where a secret was seen, in the order shown: code, then everything else. */
export const channels = ["code", "chat", "ticket", "wiki", "build_log", "image", "mail", "other"] as const;
export const Channel = z.enum(channels);
export type Channel = z.infer<typeof Channel>;

/** How a path can be taken by a scan: what it is, unless somebody says otherwise. */
export const scanForms = [
  "git",
  "directory",
  "file",
  "slack",
  "jira",
  "confluence",
  "mail",
  "har",
  "actions",
  "image",
  "gitleaks",
  "trufflehog",
  "sarif",
  "github-alerts",
  "gitguardian",
  "rest",
] as const;
/** `stream`: it came once, from standard input. `upload`: somebody sends it, from a browser or a program. */
export type ScanForm = (typeof scanForms)[number] | "stream" | "upload";

/** One place of a secret. What a source doesn't know is null. */
export const Location = z.object({
  /** file, message or field, as the source names it; what lies in an archive stands after "!/" */
  path: z.string(),
  /** from 1, in what the path names */
  line: z.number().int().positive().nullable(),
  /** commit, message id, issue key: what the source knows it by */
  reference: z.string().nullable(),
  /** who put it there, as the source names them */
  author: z.string().nullable(),
  /** when it became visible there */
  at: z.iso.datetime().nullable(),
  /** its own page at the source */
  url: z.url().nullable(),
  /** the request that reads it again, of a system that has one; for the collector alone, and in no report */
  again: z.string().optional(),
  /** the request that lists who could read it, of a system that has one; for the collector alone too */
  audience: z.string().optional(),
});
export type Location = z.infer<typeof Location>;

/** What a source knows a place by, short enough for a line: of a commit or a digest the first twelve digits, of anything else all up to sixty characters. */
export function shortReference(reference: string): string {
  const short = reference.replace(/\b([0-9a-f]{12})[0-9a-f]{8,}\b/g, "$1");
  return short.length > 60 ? `${short.slice(0, 59)}…` : short;
}

/** Why something was not looked at, or not whole. */
export const unreadableReasons = {
  not_allowed: "May not be read",
  vanished: "Gone before it was read",
  special: "No file: a device, socket or pipe",
  link: "A link, which is not followed",
  media: "Pictures, sound, fonts or packed data",
  malformed: "Damaged, or not what it says it is",
  truncated: "Cut off",
  encrypted: "Encrypted",
  too_deep: "Archives in archives, too deep",
  bomb: "Unpacks to far more than it is",
  too_large: "Larger than is looked at",
  too_many: "More files than are fetched at once",
  method: "Packed in a way that can't be read",
  timed_out: "The system gave no answer, or none in time",
  faulty: "The system answered with an error",
  elsewhere: "Leads to another address, where the credential is not sent",
  not_fetched: "A repository that is listed and not fetched",
  too_dense: "So full of what may begin a secret that a part of it was not looked through",
  rule_time: "A rule of one's own had used up its time: the rest was not looked through by it",
} as const;
export type UnreadableReason = keyof typeof unreadableReasons;

/** Why a source did not say who could read a place. */
export const refusalReasons = {
  not_allowed: "Refused to say who could read it",
  vanished: "Has no list of who could read it",
  malformed: "Answered with no list of people",
  faulty: "Answered with an error",
  timed_out: "Gave no answer, or none in time",
  elsewhere: "Leads to another address, where the credential is not sent",
  too_large: "Answered with more than is read",
  too_many: "Has more people than are listed",
} as const;
export type RefusalReason = keyof typeof refusalReasons;

export const validities = ["valid", "invalid", "unknown", "not_checkable"] as const;
export type Validity = (typeof validities)[number];

/** What makes an exposure more or less grave. */
export interface Gravity {
  validity: Validity;
  confidence: "checked" | "shaped" | "contextual";
  /** why it is known not to be live */
  mark: string | null;
  /** whether a token that is known, and not dead, answers to it */
  matched: boolean;
}

/**
 * How grave an exposure is. Unknown is not safe: what may be live counts as live, less where words alone say that it is a secret. Proven or refused
 * ones are kept for the record.
 */
export function gravityOf({ validity, confidence, mark, matched }: Gravity): Severity {
  if (mark !== null || validity === "invalid") return "info";
  if (validity === "valid") return "critical";
  if (matched || confidence === "checked") return "high";
  return confidence === "shaped" ? "medium" : "low";
}
