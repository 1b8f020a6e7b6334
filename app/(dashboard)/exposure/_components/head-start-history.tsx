"use client";

import { lazy, Suspense } from "react";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount, formatDate } from "@/lib/core/format";
import type { HeadStart, HeadStartStage } from "@/lib/exposure/head-start";
import { ChartCard } from "../../_overview/charts/chart-card";
import { headStartTitles, reachedWords, spanWords } from "./head-start-words";

const HeadStartChart = lazy(() => import("./head-start-chart"));

/** How long the stage that is shown took, by when the waiting began. */
export function HeadStartHistory({ stage, per, periods, since }: Pick<HeadStart, "per" | "periods" | "since"> & { stage: HeadStartStage }) {
  const own = periods.flatMap(({ from, stages }) => {
    const span = stages[stage];
    return span && span.waited > 0 ? [{ from, ...span }] : [];
  });
  const [first] = own;
  return (
    <ChartCard
      title={`Over time: ${headStartTitles[stage].title}`}
      aside={`by the ${per} in which the waiting began`}
      problem={null}
      chart={
        !first ? (
          <p className="text-[13px] text-ink-2">Nothing has waited for this yet.</p>
        ) : own.length < 2 ? (
          <p className="text-[13px] text-ink-2">
            {since && `Collecting since ${formatDate(new Date(since))}. `}A line needs a second {per}; in the {per} of {formatDate(new Date(first.from))}{" "}
            {reachedWords("half", first.p50)}, {reachedWords("9 of 10", first.p90)}, and {formatCount(first.open)} still wait.
          </p>
        ) : own.every(({ p50 }) => p50 === null) ? (
          <p className="text-[13px] text-ink-2">
            In no {per} has half of what began to wait got there, so there is nothing to draw. The table says how many wait.
          </p>
        ) : (
          <Suspense fallback={<div className="h-56" />}>
            <HeadStartChart points={own} label={`${headStartTitles[stage].title}, by ${per}`} />
          </Suspense>
        )
      }
      table={
        <div className="max-h-96 overflow-y-auto">
          <Table label={`${headStartTitles[stage].title}, by ${per}`}>
            <thead>
              <tr>
                <Th>{per === "week" ? "Week of" : "Month of"}</Th>
                <Th numeric>Half within</Th>
                <Th numeric>9 of 10 within</Th>
                <Th numeric>Waited</Th>
                <Th numeric>Got there</Th>
                <Th numeric>Still waiting</Th>
              </tr>
            </thead>
            <tbody>
              {own.map(({ from, waited, done, open, p50, p90 }) => (
                <tr key={from}>
                  <Td>{formatDate(new Date(from))}</Td>
                  <Td numeric>{spanWords(waited, p50)}</Td>
                  <Td numeric>{spanWords(waited, p90)}</Td>
                  <Td numeric>{formatCount(waited)}</Td>
                  <Td numeric>{formatCount(done)}</Td>
                  <Td numeric>{formatCount(open)}</Td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      }
      note="A gap: so many of that period have not got there yet. The latest periods are the least certain."
    />
  );
}
