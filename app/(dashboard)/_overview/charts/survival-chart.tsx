"use client";

import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import type { Step } from "@/lib/domain/survival";

/** The curve of all, or of a group, with its band, in days since the person left. */
export default function SurvivalChart({ steps, target, half, of }: { steps: Step[]; target: number; half: number | null; of: string | null }) {
  const points = [
    { time: 0, survival: 1, band: [1, 1] as [number, number] | null },
    ...steps.map(({ time, survival, lower, upper }) => ({
      time,
      survival,
      band: lower === null || upper === null ? null : ([lower, upper] as [number, number]),
    })),
  ];
  const whose = of === null ? "tokens" : `tokens of ${of}`;
  const label =
    half === null
      ? `Survival of ${whose} after their person left; half is not reached`
      : `Survival of ${whose} after their person left; half are gone after ${half.toFixed(1)} days`;
  return (
    <div role="img" aria-label={label} className="my-2 h-60 text-[11px]">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={points} margin={{ top: 8, right: 12, bottom: 18, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="time"
            type="number"
            domain={[0, "dataMax"]}
            tickFormatter={(time: number) => `${Math.round(time)}`}
            stroke="var(--ink-3)"
            tickLine={false}
            label={{ value: "days since the person left", position: "insideBottom", offset: -10, fill: "var(--ink-3)" }}
          />
          <YAxis
            width={44}
            domain={[0, 1]}
            ticks={[0, 0.25, 0.5, 0.75, 1]}
            tickFormatter={(share: number) => `${Math.round(share * 100)} %`}
            stroke="var(--ink-3)"
            tickLine={false}
            axisLine={false}
          />
          <Area dataKey="band" type="stepAfter" stroke="none" fill="var(--people)" fillOpacity={0.14} isAnimationActive={false} activeDot={false} />
          <Line dataKey="survival" type="stepAfter" stroke="var(--people)" strokeWidth={1.75} dot={false} isAnimationActive={false} />
          <ReferenceLine y={0.5} stroke="var(--ink-3)" strokeDasharray="3 3" label={{ value: "half", position: "insideTopRight", fill: "var(--ink-3)" }} />
          <ReferenceLine
            x={target}
            stroke="var(--ink-3)"
            strokeDasharray="6 3"
            label={{ value: `target, ${target} d`, position: "insideTopLeft", fill: "var(--ink-3)" }}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}
