"use client";

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { formatCount, formatDate } from "@/lib/core/format";

interface Point {
  day: string;
  n: number | null;
}

const short = (text: string): string => formatDate(new Date(text)).replace(/ \d{4}$/, "");

/** One figure over days. Days without a record are gaps, not zeros. */
export default function SmallLine({ points, label }: { points: Point[]; label: string }) {
  return (
    <div role="img" aria-label={label} className="h-24 text-[11px]">
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={points} margin={{ top: 6, right: 4, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey="day" tickFormatter={short} stroke="var(--ink-3)" tickLine={false} axisLine={false} interval="preserveStartEnd" minTickGap={60} />
          <YAxis
            width={40}
            tickFormatter={formatCount}
            stroke="var(--ink-3)"
            tickLine={false}
            axisLine={false}
            tickCount={3}
            allowDecimals={false}
            domain={[0, "auto"]}
          />
          <Tooltip
            isAnimationActive={false}
            labelFormatter={(day) => short(String(day))}
            formatter={(value) => [formatCount(Number(value)), ""]}
            contentStyle={{ background: "var(--panel)", border: "1px solid var(--line-2)", borderRadius: 6, color: "var(--ink)" }}
          />
          <Line
            dataKey="n"
            stroke="var(--people)"
            strokeWidth={1.75}
            dot={points.length < 15 ? { r: 2 } : false}
            isAnimationActive={false}
            connectNulls={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  );
}
