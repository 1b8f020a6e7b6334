/** One subject under observation, in any one unit of time since its origin. */
export interface Observation {
  /** when it came under observation: later than 0 is delayed entry (left truncation) */
  entry: number;
  /** when the event came, or observation ended without it (right-censoring) */
  exit: number;
  event: boolean;
}

/** The curve from one time on, up to the next step. */
export interface Step {
  time: number;
  /** under observation just before `time` */
  atRisk: number;
  events: number;
  censored: number;
  survival: number;
  /** Greenwood's standard error of `survival`; null once it is 0 */
  error: number | null;
  /** the pointwise band; null where it can't be computed (no event yet, or nobody left) */
  lower: number | null;
  upper: number | null;
}

/** 97.5 % quantile of the standard normal distribution: a pointwise band of 95 %. */
const z = 1.959963984540054;

/**
 * Kaplan–Meier estimate with right-censoring and delayed entry: at each event time, those count as at risk who had entered before it and not left before it
 * (entry < t ≤ exit). The band is pointwise, on the log(−log) scale, with Greenwood's variance: it stays between 0 and 1. Same conventions as `survfit` with
 * conf.type = "log-log" of R's `survival` 3.5; observations with exit ≤ entry were never under observation and are left out.
 */
export function kaplanMeier(observations: readonly Observation[]): Step[] {
  const seen = observations.filter(({ entry, exit }) => exit > entry);
  const entries = seen.map(({ entry }) => entry).sort((a, b) => a - b);
  const exits = [...seen].sort((a, b) => a.exit - b.exit);
  const steps: Step[] = [];
  let [entered, left, survival, greenwood] = [0, 0, 1, 0];
  for (let at = 0; at < exits.length; ) {
    const time = exits[at]?.exit ?? 0;
    while (entered < entries.length && (entries[entered] ?? 0) < time) entered += 1;
    const atRisk = entered - left;
    let [events, censored] = [0, 0];
    for (; at < exits.length && exits[at]?.exit === time; at++) {
      if (exits[at]?.event) events += 1;
      else censored += 1;
    }
    left += events + censored;
    if (events > 0) {
      survival *= 1 - events / atRisk;
      greenwood += events / (atRisk * (atRisk - events));
    }
    steps.push({ time, atRisk, events, censored, survival, ...band(survival, greenwood) });
  }
  return steps;
}

function band(survival: number, greenwood: number): Pick<Step, "error" | "lower" | "upper"> {
  if (survival <= 0) return { error: null, lower: null, upper: null };
  if (survival >= 1) return { error: 0, lower: null, upper: null };
  const error = Math.sqrt(greenwood);
  const half = (z * error) / Math.abs(Math.log(survival));
  return { error: survival * error, lower: survival ** Math.exp(half), upper: survival ** Math.exp(-half) };
}

/** When half have gone, and between which times that lies with 95 %; null where the curve, or its band, does not come down to one half. */
export interface HalfLife {
  median: number | null;
  lower: number | null;
  upper: number | null;
}

/** The median of a curve. Where the curve lies exactly on one half for a while, the middle of that while, as R does. */
export function halfLife(steps: readonly Step[]): HalfLife {
  return {
    median: crossing(steps, 0.5, ({ survival }) => survival),
    lower: crossing(steps, 0.5, ({ lower }) => lower),
    upper: crossing(steps, 0.5, ({ upper }) => upper),
  };
}

/** When this share of all have gone; null where the curve does not come down so far. Where it lies there exactly for a while, the middle of that while. */
export const quantile = (steps: readonly Step[], share: number): number | null => crossing(steps, 1 - share, ({ survival }) => survival);

/** rounding of a product of fractions that is a level exactly */
const tolerance = 1e-9;

function crossing(steps: readonly Step[], level: number, read: (step: Step) => number | null): number | null {
  // once nobody is left, no band can be computed: what it last was says nothing of the end
  const at = steps.findIndex((step) => (read(step) ?? 1) <= level + tolerance);
  const step = steps[at];
  if (!step) return null;
  if (Math.abs((read(step) ?? 0) - level) > tolerance) return step.time;
  const next = steps.slice(at + 1).find((later) => later.events > 0);
  return next ? (step.time + next.time) / 2 : step.time;
}

/** The share that is left at `time`; 1 before the first step. */
export const survivalAt = (steps: readonly Step[], time: number): number => steps.findLast((step) => step.time <= time)?.survival ?? 1;
