import { formatDateTime } from "../../../lib/core/format";
import type { Message } from "./channels";
import { addresses, type Composing } from "./composing";

/** The log is not the one that was sealed. `about` is since when, in milliseconds. */
export async function logBroken(from: Composing, about: string): Promise<Message | null> {
  const row = await from.ctx.db.sealing.findUnique({ where: { id: 1 } });
  return ofLog(from, "log_broken", "The audit log was altered", [
    `At ${formatDateTime(new Date(Number(about)))} the executor found another audit log in the database than the one it sealed. ${row?.brokenReason ?? "It was put right since."}`,
    "Until a person has looked, it seals nothing and starts nothing new. Proofs that were begun go on.",
    "On the executor's host: countersign audit export --out log.ndjson, and countersign audit verify log.ndjson --key KEY, names what was altered. docs/audit.md says what to do then.",
  ]);
}

/** Entries wait to be sealed for more than a minute. `about` is the oldest one's number. */
export async function logLate(from: Composing, about: string): Promise<Message | null> {
  const entry = await from.ctx.db.auditEntry.findUnique({ where: { id: BigInt(about) }, select: { at: true } });
  if (!entry) return null;
  return ofLog(from, "log_late", "The audit log is not being sealed", [
    `Entry ${about} of ${formatDateTime(entry.at)} was not sealed within a minute. Entries that are not sealed are in no export, and nothing protects them yet.`,
    "The executor tries on. Its log on its host says what is in the way.",
  ]);
}

async function ofLog(from: Composing, kind: "log_broken" | "log_late", subject: string, text: string[]): Promise<Message> {
  return { kind, subject, text: text.join("\n\n"), url: `${from.origin}/audit`, to: await addresses(from) };
}
