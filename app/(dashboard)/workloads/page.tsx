import type { Metadata } from "next";
import { preload } from "react-dom";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { requireActor } from "@/lib/next/session";
import { pageAddress, type SearchParams } from "../_components/list-address";
import { QueryProvider } from "../_components/query-provider";
import { askedView } from "../_components/views/asked-view";
import { listNames } from "./_components/list-names";
import { NewWorkload } from "./_components/new-workload";
import { Workloads } from "./_components/workloads";

export const metadata: Metadata = { title: "Workloads" };

export default async function WorkloadsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireActor("workload.read");
  const { actor } = ctx;
  const notOpened = await askedView(ctx, "workloads", searchParams);
  const address = await pageAddress(searchParams, listNames);
  preload(`/api/workloads?${address}`, { as: "fetch", crossOrigin: "anonymous" });
  const mayManage = may(actor, "workload.manage");
  return (
    <QueryProvider>
      <PageHeader title="Workloads" actions={mayManage && <NewWorkload me={{ id: actor.id, name: actor.displayName }} />}>
        What uses tokens: services, pipelines, jobs, integrations, appliances and agents. A token whose workload is known can be revoked without guessing what
        breaks.
      </PageHeader>
      {notOpened}
      <Workloads mayManage={mayManage} />
    </QueryProvider>
  );
}
