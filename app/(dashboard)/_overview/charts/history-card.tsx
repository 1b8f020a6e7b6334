"use client";

import Link from "next/link";
import { lazy, Suspense } from "react";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount, formatDate } from "@/lib/core/format";
import type { PostureDay, PostureHistory } from "@/lib/posture/history";
import { ChartCard } from "./chart-card";
import { useLater } from "./use-later";

const SmallLine = lazy(() => import("./small-line"));

const series = [
  { key: "ownerless", title: "Without a confirmed owner", href: "/inventory?owner=none,suggested,team" },
  { key: "residue", title: "Outlive their person", href: "/residue" },
  { key: "findings", title: "Open findings", href: "/frameworks/findings" },
  { key: "exposures", title: "Exposed secrets", href: "/exposure" },
  { key: "tokens", title: "Tokens", href: "/inventory" },
] as const satisfies readonly { key: keyof Omit<PostureDay, "day">; title: string; href: string }[];

/** Posture over time, from one record a day. */
export function HistoryCard() {
  const { data, problem } = useLater<PostureHistory>("/api/posture/history?days=180");
  return (
    <ChartCard
      title="Posture over time"
      aside={data?.since ? `one record a day, since ${day(data.since)}` : undefined}
      problem={problem}
      chart={data && <Lines history={data} />}
      table={data && <Rows days={data.days} />}
    />
  );
}

const day = (text: string): string => formatDate(new Date(text));

function Lines({ history: { since, days } }: { history: PostureHistory }) {
  const last = days.at(-1);
  if (!since || !last)
    return (
      <p className="text-[13px] text-ink-2">Nothing is recorded yet. The collector writes one record a day; the first comes within minutes of its start.</p>
    );
  return (
    <>
      {days.length < 2 && (
        <p className="mb-3 text-[13px] text-ink-2">Collecting since {day(since)}. A line needs a second day; until then these are that day’s figures.</p>
      )}
      <ul className="grid grid-cols-1 gap-x-6 gap-y-4 sm:grid-cols-2">
        {series.map(({ key, title, href }) => (
          <li key={key} className="min-w-0">
            <div className="flex items-baseline justify-between gap-2 text-[13px]">
              <Link href={href} className="text-ink-2 hover:underline">
                {title}
              </Link>
              <span className="font-[600] tabular-nums">{last[key] === null ? "unknown" : formatCount(last[key])}</span>
            </div>
            <Later first={days.find((one) => one[key] !== null)?.day} begins={days[0]?.day} />
            {days.length > 1 && (
              <Suspense fallback={<div className="h-20" />}>
                <SmallLine points={days.map((one) => ({ day: one.day, n: one[key] }))} label={`${title}, ${days.length} days`} />
              </Suspense>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

/** A figure that is recorded since later than the others. */
function Later({ first, begins }: { first: string | undefined; begins: string | undefined }) {
  if (first === begins) return null;
  return <p className="text-[12px] text-ink-3">{first ? `Collecting since ${day(first)}.` : "Collecting begins with the next record."}</p>;
}

function Rows({ days }: { days: PostureDay[] }) {
  return (
    <div className="max-h-80 overflow-y-auto">
      <Table label="Posture over time, a row a day">
        <thead>
          <tr>
            <Th>Day</Th>
            {series.map(({ key, title }) => (
              <Th key={key} numeric>
                {title}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((one) => (
            <tr key={one.day}>
              <Td className="whitespace-nowrap">{day(one.day)}</Td>
              {series.map(({ key }) => (
                <Td key={key} numeric>
                  {one[key] === null ? "unknown" : formatCount(one[key])}
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
