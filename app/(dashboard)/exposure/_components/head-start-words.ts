import { formatDuration, formatSpan } from "@/lib/core/format";
import type { HeadStartPeriod, HeadStartStage } from "@/lib/exposure/head-start";

export const headStartTitles: Record<HeadStartStage, { title: string; between: string }> = {
  detected: { title: "Visible → detected", between: "between being visible and being detected" },
  decided: { title: "Detected → decided", between: "between being detected and a decision" },
  acted: { title: "Decided → acted", between: "between the decision and the act" },
  dead: { title: "Acted → proven dead", between: "between the act and the proof" },
  whole: { title: "Visible → proven dead", between: "from being visible to being proven dead" },
};

/** What the page can be narrowed to: one stage, or whichever costs most. */
export type AskedStage = HeadStartStage | "costliest";
/** The address of what is shown, and of its export. */
export const headStartQuery = (per: HeadStartPeriod, stage: AskedStage | undefined): string => `per=${per}${stage ? `&stage=${stage}` : ""}`;

/** Seconds in words: two units where it was quick, one where it took days. */
export const seconds = (span: number): string => (span < 7_200 ? formatDuration(span * 1_000) : formatSpan(span * 1_000));

/** A quantile in words: "none" where nothing waited, "not reached" where so many have not got there. */
export const spanWords = (waited: number, span: number | null): string => (waited === 0 ? "none yet" : span === null ? "not reached" : seconds(span));

/** Within which span a share of those that waited got there, as part of a sentence. */
export const reachedWords = (share: string, span: number | null): string =>
  span === null ? `fewer than ${share} got there` : `${share} got there within ${seconds(span)}`;
