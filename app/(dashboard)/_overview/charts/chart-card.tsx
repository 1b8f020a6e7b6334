"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Message } from "@/components/ui/message";

interface Props {
  title: string;
  aside?: React.ReactNode;
  /** choices beside the toggle */
  tools?: React.ReactNode;
  problem: string | null;
  /** null while it is read */
  chart: React.ReactNode | null;
  table: React.ReactNode | null;
  /** what the chart says, and what it can't, in a sentence */
  note?: React.ReactNode;
}

/** A chart with its table twin: the same figures, one click away. Holds its place while they are read. */
export function ChartCard({ title, aside, tools, problem, chart, table, note }: Props) {
  const [asTable, setAsTable] = useState(false);
  return (
    <Card title={title} aside={aside}>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <div className="flex flex-wrap gap-2">{tools}</div>
        <Button size="sm" onClick={() => setAsTable(!asTable)} aria-label={`${asTable ? "Chart" : "Table"}: ${title}`}>
          {asTable ? "Chart" : "Table"}
        </Button>
      </div>
      {problem && (
        <Message tone="warn" title="It could not be read">
          {problem}
        </Message>
      )}
      <div className="min-h-44">{chart === null ? <p className="text-[13px] text-ink-3">Reading…</p> : asTable ? table : chart}</div>
      {note && <p className="mt-2 max-w-[78ch] text-[12.5px] text-ink-3">{note}</p>}
    </Card>
  );
}
