"use client";

import { CartesianGrid, LabelList, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount, formatDate, formatSpan } from "@/lib/core/format";
import type { StageSpan } from "@/lib/exposure/head-start";
import { seconds } from "./head-start-words";

interface Point extends StageSpan {
  from: string;
}
const titles: Record<string, string> = { p50: "half within", p90: "9 of 10 within" };
/** Stages take seconds or years, so spans are drawn by their magnitude: a minute, an hour, a day, a week, a month, a year, ten. */
const ticks = [0, 60, 3_600, 86_400, 604_800, 2_592_000, 31_557_600, 315_576_000];
const short = (moment: number): string => formatDate(new Date(moment));

/** Half and nine tenths of what began to wait in each period. What has not been reached is a gap, not zero. */
export default function HeadStartChart({ points, label }: { points: Point[]; label: string }) {
  const [last50, last90] = [points.findLastIndex(({ p50 }) => p50 !== null), points.findLastIndex(({ p90 }) => p90 !== null)];
  const data = points.map((point, at) => ({
    ...point,
    at: Date.parse(point.from),
    name50: at === last50 ? "half" : undefined,
    name90: at === last90 ? "9 of 10" : undefined,
  }));
  const longest = Math.max(...points.flatMap(({ p50, p90 }) => [p50 ?? 0, p90 ?? 0]));
  const shown = ticks.slice(0, Math.max(2, ticks.findIndex((tick) => tick >= longest) + 1 || ticks.length));
  const line = { strokeWidth: 1.75, dot: { r: 2.5 }, isAnimationActive: false, connectNulls: false };
  return (
    <div role="img" aria-label={label} className="my-2 h-60 text-[11px]">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={data} margin={{ top: 18, right: 36, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={["dataMin", "dataMax"]}
            ticks={data.map(({ at }) => at)}
            tickFormatter={short}
            stroke="var(--ink-3)"
            tickLine={false}
            minTickGap={24}
          />
          <YAxis
            width={52}
            scale="symlog"
            domain={[0, shown.at(-1) ?? 60]}
            ticks={shown}
            tickFormatter={(span: number) => (span === 0 ? "0" : formatSpan(span * 1_000))}
            stroke="var(--ink-3)"
            tickLine={false}
            axisLine={false}
          />
          <Tooltip
            isAnimationActive={false}
            labelFormatter={(at, items) => {
              const point = items[0]?.payload as Point | undefined;
              return `${short(Number(at))}${point ? `: ${formatCount(point.waited)} waited, ${formatCount(point.open)} still do` : ""}`;
            }}
            formatter={(span, name) => [seconds(Number(span)), titles[String(name)] ?? name]}
            contentStyle={{ background: "var(--panel)", border: "1px solid var(--line-2)", borderRadius: 6, color: "var(--ink)" }}
          />
          <Line dataKey="p50" stroke="var(--people)" {...line}>
            <LabelList dataKey="name50" position="bottom" fill="var(--ink-2)" />
          </Line>
          <Line dataKey="p90" stroke="var(--critical)" strokeDasharray="5 3" {...line}>
            <LabelList dataKey="name90" position="top" fill="var(--ink-2)" />
          </Line>
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
