"use client";

import Link from "next/link";
import { useState } from "react";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount } from "@/lib/core/format";
import { tokenClassTitles } from "@/lib/domain/words";
import type { Distribution, DistributionRow } from "@/lib/posture/distribution";
import { bucketLooks, bucketTitles, living, type Measure } from "./buckets";
import { ChartCard } from "./chart-card";
import { Choice } from "./choice";
import { useLater } from "./use-later";

type By = "class" | "environment";

const titles = { age: "How old tokens are", life: "How long tokens still live", ttl: "How long tokens are made to live" } as const;
/** What the inventory calls them. */
const filters = { age: "age", life: "expiry", ttl: "ttl" } as const;

/** What each measures, where its title leaves a question. */
const notes = { age: undefined, life: undefined, ttl: "From its making to its end, both by its system's dates. Unknown: one of the two is." } as const;

/** How old tokens are, how long they still have, or how long they were made to live: a bar a class or environment, whose parts open their rows. */
export function DistributionCard({ measure }: { measure: Measure }) {
  const [by, setBy] = useState<By>("class");
  const { data, problem } = useLater<Distribution>(`/api/posture/distribution?measure=${measure}&by=${by}`);
  const rowsOf = (row: DistributionRow, bucket?: string) =>
    `/inventory?${by}=${encodeURIComponent(row.value)}${bucket ? `&${filters[measure]}=${bucket}` : ""}&state=${living}`;
  return (
    <ChartCard
      title={titles[measure]}
      problem={problem}
      note={notes[measure]}
      tools={
        <Choice
          label="A bar each"
          value={by}
          onChange={setBy}
          options={[
            ["class", "By class"],
            ["environment", "By environment"],
          ]}
        />
      }
      chart={data && <Bars data={data} measure={measure} by={by} rowsOf={rowsOf} />}
      table={data && <Rows data={data} measure={measure} by={by} rowsOf={rowsOf} />}
    />
  );
}

interface Shown {
  data: Distribution;
  measure: Measure;
  by: By;
  rowsOf: (row: DistributionRow, bucket?: string) => string;
}

const nameOf = (by: By, value: string): string =>
  by === "class" ? tokenClassTitles[value as keyof typeof tokenClassTitles] : value === "unknown" ? "Environment unknown" : value;

function Bars({ data, measure, by, rowsOf }: Shown) {
  if (data.rows.length === 0) return <p className="text-[13px] text-ink-2">No token is known yet.</p>;
  return (
    <>
      <ul className="mb-2 flex flex-wrap gap-x-3 gap-y-1 text-[12px] text-ink-2">
        {data.buckets.map((bucket) => (
          <li key={bucket} className="flex items-center gap-1.5">
            <i aria-hidden className={`size-2.5 rounded-[2px] ${bucketLooks[measure][bucket]}`} />
            {bucketTitles[measure][bucket]}
          </li>
        ))}
      </ul>
      <ul className="flex flex-col">
        {data.rows.map((row) => (
          <li key={row.value} className="grid min-h-[28px] grid-cols-[1fr_56px] items-center gap-x-2.5 text-[13px] sm:grid-cols-[minmax(88px,132px)_1fr_56px]">
            <Link href={rowsOf(row)} className="block truncate leading-6 hover:underline">
              {nameOf(by, row.value)}
            </Link>
            <span className="flex h-6 min-w-0 items-center max-sm:order-last max-sm:col-span-2">
              {data.buckets.map((bucket) => {
                const n = row.counts[bucket] ?? 0;
                const words = `${formatCount(n)}: ${nameOf(by, row.value)}, ${bucketTitles[measure][bucket]}`;
                return n === 0 ? null : (
                  <Link
                    key={bucket}
                    href={rowsOf(row, bucket)}
                    aria-label={words}
                    title={words}
                    className="group flex h-6 min-w-6 items-center"
                    style={{ width: `${(100 * n) / row.total}%` }}
                  >
                    <span className={`block h-3 w-full group-hover:opacity-75 ${bucketLooks[measure][bucket]}`} />
                  </Link>
                );
              })}
            </span>
            <Link href={rowsOf(row)} className="block text-right leading-6 tabular-nums hover:underline">
              {formatCount(row.total)}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

function Rows({ data, measure, by, rowsOf }: Shown) {
  return (
    <Table label={titles[measure]}>
      <thead>
        <tr>
          <Th className="capitalize">{by}</Th>
          {data.buckets.map((bucket) => (
            <Th key={bucket} numeric>
              {bucketTitles[measure][bucket]}
            </Th>
          ))}
          <Th numeric>All</Th>
        </tr>
      </thead>
      <tbody>
        {data.rows.map((row) => (
          <tr key={row.value}>
            <Td className="whitespace-nowrap">{nameOf(by, row.value)}</Td>
            {data.buckets.map((bucket) => (
              <Td key={bucket} numeric>
                {row.counts[bucket] ? (
                  <Link href={rowsOf(row, bucket)} className="hover:underline">
                    {formatCount(row.counts[bucket])}
                  </Link>
                ) : (
                  <span className="text-ink-3">0</span>
                )}
              </Td>
            ))}
            <Td numeric>
              <Link href={rowsOf(row)} className="hover:underline">
                {formatCount(row.total)}
              </Link>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
