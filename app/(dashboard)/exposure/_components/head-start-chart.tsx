"use client";

import { CartesianGrid, LabelList, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount, formatDate } from "@/lib/core/format";
import type { StageSpan } from "@/lib/exposure/head-start";
import { seconds } from "./head-start-words";

interface Point extends StageSpan {
  from: string;
}
const titles: Record<string, string> = { p50: "half within", p90: "9 of 10 within" };
const short = (text: string): string => formatDate(new Date(text));

/** Half and nine tenths of what began to wait in each period. What has not been reached is a gap, not zero. */
export default function HeadStartChart({ points, label }: { points: Point[]; label: string }) {
  const [last50, last90] = [points.findLastIndex(({ p50 }) => p50 !== null), points.findLastIndex(({ p90 }) => p90 !== null)];
  const named = (text: string, at: number) => (value: unknown, index: number) => (index === at && value !== null ? text : "");
  return (
    <div role="img" aria-label={label} className="my-2 h-60 text-[11px]">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={points} margin={{ top: 14, right: 84, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="from" tickFormatter={short} stroke="var(--ink-3)" tickLine={false} minTickGap={40} />
          <YAxis
            width={56}
            tickFormatter={(span: number) => (span === 0 ? "0" : seconds(span))}
            stroke="var(--ink-3)"
            tickLine={false}
            axisLine={false}
            domain={[0, "auto"]}
          />
          <Tooltip
            isAnimationActive={false}
            labelFormatter={(from, items) => {
              const point = items[0]?.payload as Point | undefined;
              return `${short(String(from))}${point ? `: ${formatCount(point.waited)} waited, ${formatCount(point.open)} still do` : ""}`;
            }}
            formatter={(span, name) => [seconds(Number(span)), titles[String(name)] ?? name]}
            contentStyle={{ background: "var(--panel)", border: "1px solid var(--line-2)", borderRadius: 6, color: "var(--ink)" }}
          />
          <Line dataKey="p50" stroke="var(--people)" strokeWidth={1.75} dot={{ r: 2.5 }} isAnimationActive={false} connectNulls={false}>
            <LabelList
              dataKey="p50"
              position="right"
              fill="var(--ink-2)"
              valueAccessor={(_, index) => named("half", last50)(points[index]?.p50 ?? null, index)}
            />
          </Line>
          <Line dataKey="p90" stroke="var(--critical)" strokeWidth={1.75} strokeDasharray="5 3" dot={{ r: 2.5 }} isAnimationActive={false} connectNulls={false}>
            <LabelList
              dataKey="p90"
              position="right"
              fill="var(--ink-2)"
              valueAccessor={(_, index) => named("9 of 10", last90)(points[index]?.p90 ?? null, index)}
            />
          </Line>
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
