import { formatSince, plural } from "../core/format";
import type { CoverageGap } from "./coverage";

/** What a figure carries where it stands: "1 connection stale since Tuesday"; null where every connection was read lately. */
export function staleWords(gaps: readonly CoverageGap[], now: Date): string | null {
  if (gaps.length === 0) return null;
  const read = gaps.flatMap(({ lastGoodSync }) => lastGoodSync ?? []).sort();
  const unread = gaps.length - read.length;
  const [oldest] = read;
  const parts = [
    oldest && `${plural(read.length, "connection")} stale${read.length > 1 ? ", the oldest" : ""} since ${formatSince(new Date(oldest), now)}`,
    unread > 0 && (oldest ? `${unread} never read` : `${plural(unread, "connection")} never read`),
  ];
  return parts.filter(Boolean).join(", ");
}
