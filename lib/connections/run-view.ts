import type { Prisma } from "../core/db";

export interface RunView {
  id: string;
  /** schedule | person:<id> | operator:<name> */
  trigger: string;
  status: "queued" | "running" | "succeeded" | "partial" | "failed" | "cancelled";
  phase: string | null;
  read: number;
  created: number;
  changed: number;
  unchanged: number;
  rejected: number;
  missing: number;
  /** rows of the listings read so far and the one under way, rejected ones included; null = the vendor does not say */
  expected: number | null;
  /** why it failed or what it left out, in a sentence with the next step */
  error: string | null;
  cancelling: boolean;
  queuedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** rows a second, over the whole run so far; null before it could be measured */
  rate: number | null;
  /** while running, when the vendor says how many there are */
  secondsLeft: number | null;
}

/** A run as people see it, while it lasts and afterwards. */
export function runOf(row: Prisma.SyncRunGetPayload<object>, now: Date): RunView {
  const seconds = row.startedAt ? ((row.finishedAt ?? now).getTime() - row.startedAt.getTime()) / 1000 : 0;
  const rate = row.read > 0 && seconds > 0 ? row.read / seconds : null;
  const done = row.read + row.rejected;
  const left = row.status === "running" && rate !== null && row.expected !== null && row.expected > done ? (row.expected - done) / rate : null;
  const { id, trigger, status, phase, read, created, changed, unchanged, rejected, missing, expected, error, queuedAt, startedAt, finishedAt } = row;
  return {
    ...{ id, trigger, status, phase, read, created, changed, unchanged, rejected, missing, expected, error, queuedAt, startedAt, finishedAt },
    cancelling: row.cancelledBy !== null && finishedAt === null,
    rate: rate === null ? null : Math.round(rate * 10) / 10,
    secondsLeft: left === null ? null : Math.ceil(left),
  };
}
