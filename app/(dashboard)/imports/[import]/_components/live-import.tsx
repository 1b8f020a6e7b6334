"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Facts } from "@/components/ui/facts";
import { Message } from "@/components/ui/message";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatCount, formatDuration } from "@/lib/core/format";
import { fields } from "@/lib/imports/fields";
import { kindTitles } from "@/lib/imports/kinds";
import { fetchJson } from "../../../_components/fetch-json";
import { type Import, isUnderWay, type Reject, statusWords } from "../../_components/views";
import { ImportButtons } from "./import-buttons";
import { ImportProgress } from "./import-progress";
import { RejectedRows } from "./rejected-rows";

/** One import, live while it is under way. What it shows is the database's, so a reload loses nothing. */
export function LiveImport({ initial, mayImport, collector }: { initial: { view: Import; rejects: Reject[] }; mayImport: boolean; collector: string }) {
  const { id } = initial.view;
  const query = useQuery({
    queryKey: ["import", id],
    queryFn: ({ signal }) => fetchJson<{ view: Import; rejects: Reject[] }>(`/api/imports/${id}`, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.view) ? 700 : false),
  });
  const { view, rejects } = query.data;
  const status = statusWords[view.status];
  return (
    <>
      <PageHeader
        title={view.source}
        mark={<Badge tone={status.tone}>{status.words}</Badge>}
        actions={mayImport && <ImportButtons view={view} collector={collector} />}
      >
        {kindTitles[view.kind]} from <bdi>{view.fileName}</bdi>
        {view.format && `, ${view.format}`}
      </PageHeader>
      <div className="mt-4 flex flex-col gap-3.5">
        {query.isError && (
          <Message tone="warn" title="This page is not live at the moment">
            {query.error.message}
          </Message>
        )}
        {view.error && <Message tone={view.status === "failed" ? "error" : "info"}>{view.error}</Message>}
        {view.status === "stalled" && (
          <Message tone="warn">Nothing was heard of it for a while. Choose the same file again to go on: what was taken in is passed over.</Message>
        )}
        {(view.status === "running" || view.status === "waiting") && (
          <Card>
            <ImportProgress view={view} />
          </Card>
        )}
        <Card title="What it brought">
          <Facts
            facts={[
              { term: "Rows read", value: formatCount(view.read) },
              { term: "New", value: formatCount(view.created) },
              { term: "Changed", value: formatCount(view.changed) },
              { term: "Unchanged", value: formatCount(view.unchanged) },
              { term: "Rejected", value: formatCount(view.rejected) },
              { term: "Started by", value: view.startedBy, note: <RelativeTime at={view.startedAt ?? view.queuedAt} /> },
              ...(view.startedAt && view.finishedAt
                ? [{ term: "Took", value: formatDuration(new Date(view.finishedAt).getTime() - new Date(view.startedAt).getTime()) }]
                : []),
              ...(view.connectionId
                ? [
                    {
                      term: "Tokens of this listing",
                      value: (
                        <Link href={`/inventory?connection=${view.connectionId}`} className="underline">
                          In the inventory
                        </Link>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </Card>
        <RejectedRows view={view} rejects={rejects} />
        {Object.keys(view.mapping).length > 0 && (
          <Card title="Which column fed what">
            <Facts
              facts={fields[view.kind].flatMap(({ name, label }) =>
                view.mapping[name] ? [{ term: label, value: <bdi className="mono text-[12.5px]">{view.mapping[name]}</bdi> }] : [],
              )}
            />
          </Card>
        )}
      </div>
    </>
  );
}
