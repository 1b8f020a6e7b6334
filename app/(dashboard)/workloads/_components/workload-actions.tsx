"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import type { WorkloadPage } from "@/lib/workloads/workload-page";
import { endLegacyAction, undoMergeAction } from "../actions";

const EditDialog = dynamic(() => import("./edit-dialog").then((file) => file.EditDialog), { loading: () => null });
const LegacyDialog = dynamic(() => import("./legacy-dialog").then((file) => file.LegacyDialog), { loading: () => null });
const MergeDialog = dynamic(() => import("./merge-dialog").then((file) => file.MergeDialog), { loading: () => null });
const SplitDialog = dynamic(() => import("./split-dialog").then((file) => file.SplitDialog), { loading: () => null });

type Asked = "edit" | "legacy" | "merge" | "split";

/** What one may do about a workload as a whole. */
export function WorkloadActions({ page }: { page: WorkloadPage }) {
  const router = useRouter();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [busy, setBusy] = useState(false);
  const close = () => setAsked(null);
  async function run(action: ReturnType<typeof undoMergeAction>, done: string) {
    setBusy(true);
    const result = await action;
    setBusy(false);
    notify(result.ok ? "success" : "error", result.ok ? done : result.error.message);
    router.refresh();
  }
  const { row, may, mergedInto, legacy } = page;
  if (mergedInto)
    return may.merge ? (
      <Button busy={busy} onClick={() => void run(undoMergeAction({ workload: row.id }), `${row.name} stands by itself again.`)}>
        Undo the merge
      </Button>
    ) : null;
  const splits = page.tokens.length + page.destinations.length > 1;
  return (
    <>
      {may.manage && <Button onClick={() => setAsked("edit")}>Edit</Button>}
      {may.manage && <Button onClick={() => setAsked("legacy")}>{legacy ? "Change the exemption" : "Add to legacy register"}</Button>}
      {may.manage && legacy && (
        <Button busy={busy} onClick={() => void run(endLegacyAction({ workload: row.id }), `${row.name} left the legacy register.`)}>
          Take out of the register
        </Button>
      )}
      {may.merge && <Button onClick={() => setAsked("merge")}>Merge</Button>}
      {may.merge && splits && <Button onClick={() => setAsked("split")}>Split</Button>}
      {asked === "edit" && <EditDialog page={page} onClose={close} />}
      {asked === "legacy" && <LegacyDialog page={page} onClose={close} />}
      {asked === "merge" && <MergeDialog page={page} onClose={close} />}
      {asked === "split" && <SplitDialog page={page} onClose={close} />}
    </>
  );
}
