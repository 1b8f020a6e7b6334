"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { notify } from "@/components/ui/toast";
import { ChoiceField, type Chosen } from "../../_components/choice-field";
import { FormDialog } from "../../_components/form-dialog";
import { linkTokensAction } from "../../workloads/actions";

/** Which workload uses a token. */
export function WorkloadDialog({ token, onClose }: { token: { id: string; name: string }; onClose: () => void }) {
  const router = useRouter();
  const [workload, setWorkload] = useState<Chosen | null>(null);
  async function save() {
    if (!workload) return null;
    const result = await linkTokensAction({ workload: workload.id, tokens: [token.id] });
    if (!result.ok) return result.error;
    notify("success", `${workload.name} uses ${token.name}.`);
    router.refresh();
    return null;
  }
  return (
    <FormDialog
      title={`What uses ${token.name}`}
      description="You declare it: your name and the day stand beside the link."
      verb="Link workload"
      ready={workload !== null}
      failed="Nothing was linked"
      onSubmit={save}
      onClose={onClose}
    >
      {() => (
        <ChoiceField
          label="Workload"
          from="/api/workload-choices"
          chosen={workload}
          onChoose={setWorkload}
          hint="A service, pipeline, job, integration, appliance or agent."
          nothing="No workload is called that. Describe it on the Workloads page first."
        />
      )}
    </FormDialog>
  );
}
