"use client";

import { lazy, Suspense, useState } from "react";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount, formatDate, plural } from "@/lib/core/format";
import type { ResidueSurvival } from "@/lib/posture/residue-survival";
import { ChartCard } from "./chart-card";
import { Choice } from "./choice";
import { days, SurvivalGroups } from "./survival-groups";
import { useLater } from "./use-later";

const SurvivalChart = lazy(() => import("./survival-chart"));

/** How long tokens live on after their person left, and when half of them are proven dead. */
export function SurvivalCard() {
  const [by, setBy] = useState<"class" | "team" | "connection">("class");
  const { data, problem } = useLater<ResidueSurvival>(`/api/posture/survival?by=${by}`);
  return (
    <ChartCard
      title="Residue half-life"
      aside={data && `target: ${data.targetDays} days`}
      problem={problem}
      tools={
        <Choice
          label="Groups by"
          value={by}
          onChange={setBy}
          options={[
            ["class", "By class"],
            ["team", "By team"],
            ["connection", "By connection"],
          ]}
        />
      }
      chart={data && (data.all.tokens === 0 ? <Nothing /> : <Curve data={data} by={by} />)}
      table={data && <Steps data={data} />}
      note={
        data && data.all.tokens > 0 ? (
          <>
            Kaplan–Meier over {plural(data.all.tokens, "token")} of people who left, {formatCount(data.all.dead)} of them proven dead. A token counts from when
            we first saw it, and leaves the count without a verdict when it expires, is disabled, is no longer listed, or somebody took it over. Shaded: 95 %
            band, at each time by itself.
            {data.undated > 0 && ` ${plural(data.undated, "more token")} can’t be placed: their person’s leaving has no date.`}
          </>
        ) : undefined
      }
    />
  );
}

const Nothing = () => <p className="text-[13px] text-ink-2">No token has outlived its person while we looked. The curve begins with the first that does.</p>;

function Curve({ data, by }: { data: ResidueSurvival; by: "class" | "team" | "connection" }) {
  return (
    <>
      <p className="text-[13.5px]">
        {data.all.median === null ? (
          <>Half of them have not died yet: no half-life can be given.</>
        ) : (
          <>
            Half are proven dead after <strong>{days(data.all.median)}</strong>
            {data.all.lower !== null && ` (95 %: ${days(data.all.lower)} to ${data.all.upper === null ? "no end yet" : days(data.all.upper)})`}.
          </>
        )}{" "}
        <span className="text-ink-2">
          {Math.round(100 * data.all.atTarget)} % live past {data.targetDays} days.{data.since && ` Collecting since ${formatDate(new Date(data.since))}.`}
        </span>
      </p>
      <Suspense fallback={<div className="h-56" />}>
        <SurvivalChart steps={data.steps} target={data.targetDays} half={data.all.median} />
      </Suspense>
      <SurvivalGroups groups={data.groups} by={by} target={data.targetDays} />
    </>
  );
}

function Steps({ data: { steps } }: { data: ResidueSurvival }) {
  const percent = (share: number | null) => (share === null ? "unknown" : `${(100 * share).toFixed(1)} %`);
  return (
    <div className="max-h-96 overflow-y-auto">
      <Table label="Residue half-life, a row a step">
        <thead>
          <tr>
            <Th numeric>After</Th>
            <Th numeric>Under observation</Th>
            <Th numeric>Proven dead</Th>
            <Th numeric>Left the count</Th>
            <Th numeric>Still alive</Th>
            <Th numeric>95 % band</Th>
          </tr>
        </thead>
        <tbody>
          {steps.map(({ time, atRisk, events, censored, survival, lower, upper }) => (
            <tr key={time}>
              <Td numeric>{days(time)}</Td>
              <Td numeric>{formatCount(atRisk)}</Td>
              <Td numeric>{formatCount(events)}</Td>
              <Td numeric>{formatCount(censored)}</Td>
              <Td numeric>{percent(survival)}</Td>
              <Td numeric className="whitespace-nowrap">
                {lower === null && upper === null ? "can’t be given" : `${percent(lower)} to ${percent(upper)}`}
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
