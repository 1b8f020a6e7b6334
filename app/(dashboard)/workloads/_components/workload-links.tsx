"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { notify } from "@/components/ui/toast";
import { removeDestinationAction, unlinkTokenAction } from "../actions";

const LinkTokenDialog = dynamic(() => import("./link-dialogs").then((file) => file.LinkTokenDialog), { loading: () => null });
const DestinationDialog = dynamic(() => import("./link-dialogs").then((file) => file.DestinationDialog), { loading: () => null });

interface Named {
  id: string;
  name: string;
}

/** Adds a token or a destination to a workload. */
export function AddLink({ workload, what }: { workload: Named; what: "token" | "destination" }) {
  const [open, setOpen] = useState(false);
  const Asked = what === "token" ? LinkTokenDialog : DestinationDialog;
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {what === "token" ? "Link a token" : "Add a destination"}
      </Button>
      {open && <Asked workload={workload} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Says that a workload does not use a token, or does not reach a destination. Done at once: the log keeps it, and linking again undoes it. */
export function TakeAway({ workload, token, destination }: { workload: Named; token?: Named; destination?: Named }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const what = token ?? destination;
  async function remove() {
    setBusy(true);
    const result = token
      ? await unlinkTokenAction({ workload: workload.id, token: token.id })
      : await removeDestinationAction({ destination: destination?.id ?? "" });
    setBusy(false);
    notify(
      result.ok ? "success" : "error",
      result.ok ? `${workload.name} ${token ? "does not use" : "does not reach"} ${what?.name}. The audit log keeps who had said so.` : result.error.message,
    );
    router.refresh();
  }
  return (
    <Button size="sm" variant="quiet" busy={busy} aria-label={`${token ? "Unlink" : "Remove"} ${what?.name}`} onClick={() => void remove()}>
      {token ? "Unlink" : "Remove"}
    </Button>
  );
}
