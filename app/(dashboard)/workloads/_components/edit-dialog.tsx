"use client";

import { useRouter } from "next/navigation";
import { notify } from "@/components/ui/toast";
import type { WorkloadPage } from "@/lib/workloads/workload-page";
import { editWorkloadAction } from "../actions";
import { asInput, WorkloadForm } from "./workload-form";

export function EditDialog({ page, onClose }: { page: WorkloadPage; onClose: () => void }) {
  const router = useRouter();
  const { row, spiffeId, oidc, description } = page;
  return (
    <WorkloadForm
      title={`Edit ${row.name}`}
      verb="Save changes"
      first={{
        name: row.name,
        kind: row.kind,
        environment: row.environment ?? "",
        description: description ?? "",
        spiffeId: spiffeId ?? "",
        oidcIssuer: oidc?.issuer ?? "",
        oidcSubject: oidc?.subject ?? "",
        owner: row.owner,
        backup: row.backup,
        team: row.team,
      }}
      onClose={onClose}
      save={async (values) => {
        const result = await editWorkloadAction({ ...asInput(values), workload: row.id, seen: row.changedAt });
        if (result.ok) {
          notify("success", `${values.name.trim()} is saved.`);
          router.refresh();
          onClose();
        }
        return result;
      }}
    />
  );
}
