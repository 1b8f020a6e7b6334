import { tokenStates } from "@/lib/domain/token-states";

export type Measure = "age" | "life" | "ttl";

export const bucketTitles: Record<Measure, Record<string, string>> = {
  age: { "7d": "up to 7 d", "30d": "to 30 d", "90d": "to 90 d", "1y": "to a year", older: "older", unknown: "unknown" },
  life: {
    overdue: "past its date",
    "7d": "up to 7 d",
    "30d": "to 30 d",
    "90d": "to 90 d",
    "1y": "to a year",
    later: "longer",
    never: "never ends",
    unknown: "unknown",
  },
  ttl: {
    "1d": "up to a day",
    "7d": "to 7 d",
    "30d": "to 30 d",
    "90d": "to 90 d",
    "1y": "to a year",
    longer: "longer",
    never: "no end",
    unknown: "unknown",
  },
};

/** One accent, the deeper the longer; what never ends is striped, what nobody knows hatched. */
export const bucketLooks: Record<Measure, Record<string, string>> = {
  age: {
    "7d": "bg-people/20",
    "30d": "bg-people/35",
    "90d": "bg-people/55",
    "1y": "bg-people/75",
    older: "bg-people",
    unknown: "hatched ring-1 ring-edge ring-inset",
  },
  life: {
    overdue: "bg-line-2",
    "7d": "bg-people/15",
    "30d": "bg-people/30",
    "90d": "bg-people/45",
    "1y": "bg-people/60",
    later: "bg-people/80",
    never: "bg-[repeating-linear-gradient(90deg,var(--people)_0_4px,var(--panel)_4px_5px)]",
    unknown: "hatched ring-1 ring-edge ring-inset",
  },
  ttl: {
    "1d": "bg-people/15",
    "7d": "bg-people/25",
    "30d": "bg-people/40",
    "90d": "bg-people/55",
    "1y": "bg-people/70",
    longer: "bg-people/90",
    never: "bg-[repeating-linear-gradient(90deg,var(--people)_0_4px,var(--panel)_4px_5px)]",
    unknown: "hatched ring-1 ring-edge ring-inset",
  },
};

/** Every state but proven dead, as the inventory's filter takes it. */
export const living = tokenStates.filter((state) => state !== "dead").join(",");
