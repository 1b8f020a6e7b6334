"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { Card } from "@/components/ui/card";
import { Message } from "@/components/ui/message";
import { Progress } from "@/components/ui/progress";
import { formatBytes, plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import type { Scan } from "@/lib/exposure/scan-runs";
import { fetchJson } from "../../../_components/fetch-json";
import { isUnderWay } from "../../_components/scan-words";
import { RunButtons } from "./run-buttons";
import { RunCard } from "./run-card";
import { SeenList } from "./seen-list";

/** One run, live while it is under way. What it shows is the database's, so a reload loses nothing. */
export function LiveRun({ initial, mayScan, collector }: { initial: Scan; mayScan: boolean; collector: string }) {
  const router = useRouter();
  const query = useQuery({
    queryKey: ["scan", initial.id],
    queryFn: ({ signal }) => fetchJson<Scan>(`/api/scans/${initial.id}`, signal),
    initialData: initial,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? 800 : false),
  });
  const run = query.data;
  const underWay = isUnderWay(run);
  const was = useRef(underWay);
  useEffect(() => {
    // what else the page says of its source is as old as the page
    if (was.current && !underWay) router.refresh();
    was.current = underWay;
  }, [underWay, router]);
  return (
    <>
      {query.isError && (
        <Message tone="warn" title="This page is not live at the moment">
          {query.error.message}
        </Message>
      )}
      {run.error && (
        <Message tone="error" title="It broke off">
          {visible(run.error)}
        </Message>
      )}
      {underWay && (
        <Card aside={mayScan && <RunButtons run={run} collector={collector} />}>
          <RunProgress run={run} />
        </Card>
      )}
      {!underWay && mayScan && run.status === "failed" && run.fileName !== null && (
        <div>
          <RunButtons run={run} collector={collector} />
        </div>
      )}
      <RunCard run={run} />
      {run.seen.length > 0 && (
        <Card title="What it saw">
          <SeenList seen={run.seen} />
        </Card>
      )}
    </>
  );
}

/** How far it is: what came by its size, what was looked through by its texts, whose number nobody knows before the end. */
function RunProgress({ run }: { run: Scan }) {
  if (run.status === "waiting")
    return <Progress label="Waits for its content" done={0} total={null} note="It begins when the collector gets the first bytes." />;
  if (run.status === "queued") return <Progress label="Waits for its turn" done={0} total={null} note="Sources are looked through one after the other." />;
  const silent = run.status === "stalled" && "nothing was heard of it for a while";
  if (run.extent === "fetch") {
    const note = [run.received > 0 && `${formatBytes(run.received)} on the collector’s disk so far`, silent].filter(Boolean).join(" · ");
    return <Progress label="The repository is being fetched" done={0} total={null} note={note} />;
  }
  const notes = [formatBytes(run.bytes), run.commits > 0 && plural(run.commits, "commit"), `${plural(run.exposures, "new secret")}`, silent].filter(Boolean);
  if (run.size !== null && run.received < run.size)
    return <Progress label="Received, in kB" done={Math.floor(run.received / 1000)} total={Math.ceil(run.size / 1000)} note={notes.join(" · ")} />;
  return <Progress label="Texts looked through" done={run.texts} total={null} note={notes.join(" · ")} />;
}
