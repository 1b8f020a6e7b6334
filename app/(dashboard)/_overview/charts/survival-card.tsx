"use client";

import { lazy, Suspense, useState } from "react";
import { Select } from "@/components/ui/input";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount, formatDate, plural } from "@/lib/core/format";
import type { ResidueSurvival, SurvivalGroup } from "@/lib/posture/residue-survival";
import { ChartCard } from "./chart-card";
import { Choice } from "./choice";
import { days, groupName, SurvivalGroups } from "./survival-groups";
import { useLater } from "./use-later";

const SurvivalChart = lazy(() => import("./survival-chart"));

/** How long tokens live on after their person left, and when half of them are proven dead. */
export function SurvivalCard() {
  const [by, setBy] = useState<By>("class");
  const [group, setGroup] = useState<string | null>(null);
  const { data, problem } = useLater<ResidueSurvival>(`/api/posture/survival?by=${by}${group === null ? "" : `&group=${encodeURIComponent(group)}`}`);
  return (
    <ChartCard
      title="Residue half-life"
      aside={data && `target: ${data.targetDays} days`}
      problem={problem}
      tools={
        <>
          <Choice
            label="Groups by"
            value={by}
            onChange={(chosen) => {
              setBy(chosen);
              setGroup(null);
            }}
            options={[
              ["class", "By class"],
              ["team", "By team"],
              ["connection", "By connection"],
            ]}
          />
          {data && data.groups.length > 1 && <CurveOf groups={data.groups} by={by} value={group} onChange={setGroup} />}
        </>
      }
      chart={data && (data.all.tokens === 0 ? <Nothing data={data} /> : <Curve data={data} by={by} />)}
      table={data && <Steps data={data} />}
      note={
        data && data.all.tokens > 0 ? (
          <>
            Kaplan–Meier over {plural(data.of.tokens, "token")} of people who left, {formatCount(data.of.dead)} of them proven dead. A token counts from when we
            first saw it, and leaves the count without a verdict when it expires, is disabled, is no longer listed, or somebody took it over. Shaded: 95 % band,
            at each time by itself.
            {unplaced(data)}
          </>
        ) : undefined
      }
    />
  );
}

type By = "class" | "team" | "connection";

/** Whose curve is drawn. */
function CurveOf({ groups, by, value, onChange }: { groups: SurvivalGroup[]; by: By; value: string | null; onChange: (value: string | null) => void }) {
  return (
    <Select aria-label="Curve of" className="h-7 max-w-56 text-[12.5px]" value={value ?? ""} onChange={(event) => onChange(event.target.value || null)}>
      <option value="">Curve of all</option>
      {groups.map((group) => (
        <option key={group.value} value={group.value ?? ""}>
          {groupName(by, group)}
        </option>
      ))}
    </Select>
  );
}

const sinceWords = ({ since }: ResidueSurvival): string => (since ? ` Collecting since ${formatDate(new Date(since))}.` : " Nothing is recorded yet.");
const unplaced = ({ undated }: ResidueSurvival): string =>
  undated > 0 ? ` ${plural(undated, "more token")} can’t be placed: their person’s leaving has no date.` : "";

const Nothing = ({ data }: { data: ResidueSurvival }) => (
  <p className="text-[13px] text-ink-2">
    No token has outlived its person while we looked. The curve begins with the first that does.{sinceWords(data)}
    {unplaced(data)}
  </p>
);

function Curve({ data, by }: { data: ResidueSurvival; by: By }) {
  const { of } = data;
  return (
    <>
      <p className="text-[13.5px]">
        {of.value !== null && `${groupName(by, of)}: `}
        {of.median === null ? (
          <>{of.value === null ? "Half" : "half"} of them have not died yet: no half-life can be given.</>
        ) : (
          <>
            {of.value === null ? "Half" : "half"} are proven dead after <strong>{days(of.median)}</strong>
            {of.lower !== null && ` (95 %: ${days(of.lower)} to ${of.upper === null ? "no end yet" : days(of.upper)})`}.
          </>
        )}{" "}
        <span className="text-ink-2">
          {Math.round(100 * of.atTarget)} % live past {data.targetDays} days.{sinceWords(data)}
        </span>
      </p>
      <Suspense fallback={<div className="h-56" />}>
        <SurvivalChart steps={data.steps} target={data.targetDays} half={of.median} of={of.value === null ? null : groupName(by, of)} />
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
