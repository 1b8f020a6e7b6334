"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import type { WorkloadPage } from "@/lib/workloads/workload-page";
import { setLegacyAction } from "../actions";
import { AskDialog } from "./ask-dialog";

/** "Can't do short-lived credentials, because …, until …" */
export function LegacyDialog({ page: { row, legacy }, onClose }: { page: WorkloadPage; onClose: () => void }) {
  const [reason, setReason] = useState(legacy?.reason ?? "");
  const [until, setUntil] = useState(legacy?.until?.slice(0, 10) ?? "");
  return (
    <AskDialog
      title={`${row.name} can’t do short-lived credentials`}
      description="The register says why and until when. Past that day it is shown as overdue."
      verb={legacy ? "Change the exemption" : "Add to legacy register"}
      done={`${row.name} stands in the legacy register until ${until}.`}
      ask={() => setLegacyAction({ workload: row.id, reason, until })}
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <Field label="Because" hint="What keeps it from them?" error={wrong.reason}>
            {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} required />}
          </Field>
          <Field label="Until" error={wrong.until}>
            {(control) => <Input {...control} type="date" value={until} onChange={(event) => setUntil(event.target.value)} required />}
          </Field>
        </>
      )}
    </AskDialog>
  );
}
