import type { Metadata } from "next";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { Badge } from "@/components/ui/badge";
import { PageHeader } from "@/components/ui/page-header";
import { workloadKindTitles } from "@/lib/domain/words";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { workloadPage } from "@/lib/workloads/workload-page";
import { QueryProvider } from "../../_components/query-provider";
import { WorkloadActions } from "../_components/workload-actions";
import { WorkloadDetails } from "../_components/workload-details";

export const metadata: Metadata = { title: "Workload" };

export default async function WorkloadFullPage({ params }: { params: Promise<{ workload: string }> }) {
  const ctx = await requireActor("workload.read");
  const page = await found(workloadPage(ctx, (await params).workload));
  return (
    <QueryProvider>
      <BreadcrumbLeaf>{page.row.name}</BreadcrumbLeaf>
      <PageHeader title={page.row.name} mark={<Badge>{workloadKindTitles[page.row.kind]}</Badge>} actions={<WorkloadActions page={page} />}>
        {page.description}
      </PageHeader>
      <div className="mt-4">
        <WorkloadDetails page={page} />
      </div>
    </QueryProvider>
  );
}
