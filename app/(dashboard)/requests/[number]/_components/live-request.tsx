"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { announce } from "@/components/ui/announce";
import { Lanes } from "@/components/ui/lanes";
import { Message } from "@/components/ui/message";
import type { RequestPage } from "@/lib/requests/request-page";
import { fetchJson } from "../../../_components/fetch-json";
import { machineSteps } from "./machine-steps";
import { peopleSteps } from "./people-steps";
import { RequestFacts } from "./request-facts";
import { RequestHeader } from "./request-header";
import { standingOf } from "./standing";
import { TargetPicker } from "./target-picker";
import { Transcript } from "./transcript";

/** One request in its two lanes, live: every second while the machine is at it, otherwise every four. */
export function LiveRequest({ initial }: { initial: RequestPage }) {
  const chosen = useSearchParams().get("target");
  const live = useQuery({
    queryKey: ["request", initial.number],
    queryFn: ({ signal }) => fetchJson<RequestPage>(`/api/requests/${initial.number}`, signal),
    initialData: initial,
    refetchInterval: (query) => (query.state.data?.targets.some(({ execution }) => execution && !execution.endedAt) ? 1_000 : 4_000),
  });
  const request = live.data;
  const target = request.targets.find(({ digest }) => digest === chosen) ?? request.targets[0];
  const standing = standingOf(request);
  useEffect(() => announce(standing), [standing]);
  if (!target) return null;

  return (
    <>
      <RequestHeader request={request} standing={standing} />
      {live.isError && (
        <div className="mt-3">
          <Message tone="warn" title="This page is not live at the moment">
            {live.error.message}
          </Message>
        </div>
      )}
      <RequestFacts request={request} target={target} />
      {request.targets.length > 1 && <TargetPicker targets={request.targets} current={target.digest} number={request.number} />}
      <Lanes people={peopleSteps(request)} machine={machineSteps(request, target)} className="mt-4" />
      {target.execution && <Transcript execution={target.execution} />}
    </>
  );
}
