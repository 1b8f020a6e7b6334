"use client";

import { ExactTime } from "@/components/ui/exact-time";
import { useNow } from "@/components/ui/now";

const dayMilliseconds = 86_400_000;

/** The time of day of what happened within a day, the date of what is older. */
export function LaneTime({ at }: { at: string }) {
  const recent = useNow().getTime() - new Date(at).getTime() < dayMilliseconds;
  return <ExactTime at={at} show={recent ? "time" : "date"} />;
}
