import type { Tone } from "@/components/ui/badge";
import type { ImportView, RejectView } from "@/lib/imports/queries";

export type Import = ImportView;
export type Reject = RejectView;

/** As it arrives over JSON: dates are ISO 8601 text. */
export const asJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export const statusWords: Record<Import["status"], { words: string; tone: Tone }> = {
  waiting: { words: "waits for its file", tone: "neutral" },
  running: { words: "under way", tone: "machine" },
  stalled: { words: "broken off", tone: "high" },
  succeeded: { words: "all taken in", tone: "ok" },
  partial: { words: "taken in with rejects", tone: "medium" },
  failed: { words: "failed", tone: "critical" },
  cancelled: { words: "cancelled", tone: "neutral" },
};

/** May still change by itself. */
export const isUnderWay = ({ status }: Import): boolean => status === "waiting" || status === "running" || status === "stalled";

/** Another upload of the same file would go on. */
export const mayResume = ({ status }: Import): boolean => status === "waiting" || status === "stalled" || status === "failed";
