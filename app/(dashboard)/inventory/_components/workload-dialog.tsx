"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import type { Failure } from "@/lib/core/result";
import { ChoiceField, type Chosen } from "../../_components/choice-field";
import { linkTokensAction } from "../../workloads/actions";

/** Which workload uses a token. */
export function WorkloadDialog({ token, onClose }: { token: { id: string; name: string }; onClose: () => void }) {
  const router = useRouter();
  const [workload, setWorkload] = useState<Chosen | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  async function save(event: React.FormEvent) {
    event.preventDefault();
    if (!workload) return;
    setBusy(true);
    const result = await linkTokensAction({ workload: workload.id, tokens: [token.id] });
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    notify("success", `${workload.name} uses ${token.name}.`);
    router.refresh();
    onClose();
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`What uses ${token.name}`}
      description="You declare it: your name and the day stand beside the link."
    >
      <form onSubmit={save} className="flex flex-col gap-3.5">
        <ChoiceField
          label="Workload"
          from="/api/workload-choices"
          chosen={workload}
          onChoose={setWorkload}
          hint="A service, pipeline, job, integration, appliance or agent."
          nothing="No workload is called that. Describe it on the Workloads page first."
        />
        {failure && (
          <Message tone="error" title="Nothing was linked">
            {failure.message}
          </Message>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={!workload}>
            Link workload
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
