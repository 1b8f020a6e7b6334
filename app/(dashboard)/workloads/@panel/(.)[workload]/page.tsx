import { SidePanel } from "@/components/ui/side-panel";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { workloadPage } from "@/lib/workloads/workload-page";
import { QueryProvider } from "../../../_components/query-provider";
import { WorkloadActions } from "../../_components/workload-actions";
import { WorkloadDetails } from "../../_components/workload-details";

/** A workload beside the list. */
export default async function WorkloadPanel({ params }: { params: Promise<{ workload: string }> }) {
  const ctx = await requireActor("workload.read");
  const { workload: id } = await params;
  const page = await found(workloadPage(ctx, id));
  return (
    <SidePanel title={page.row.name} href={`/workloads/${id}`}>
      <QueryProvider>
        <div className="mb-3.5 flex flex-wrap justify-end gap-2 empty:hidden">
          <WorkloadActions page={page} />
        </div>
        <WorkloadDetails page={page} narrow />
      </QueryProvider>
    </SidePanel>
  );
}
