"use client";

import { useRouter } from "next/navigation";
import { notify } from "@/components/ui/toast";
import type { Chosen } from "../../_components/choice-field";
import { createWorkloadAction } from "../actions";
import { asInput, noValues, WorkloadForm } from "./workload-form";

export function NewWorkloadDialog({ me, onClose }: { me: Chosen; onClose: () => void }) {
  const router = useRouter();
  return (
    <WorkloadForm
      title="Describe a workload"
      first={{ ...noValues, owner: me }}
      verb="Describe workload"
      onClose={onClose}
      save={async (values) => {
        const result = await createWorkloadAction(asInput(values));
        if (result.ok) {
          notify("success", `${values.name.trim()} is described. Link the tokens that it uses.`);
          router.push(`/workloads/${result.data.id}`);
          onClose();
        }
        return result;
      }}
    />
  );
}
