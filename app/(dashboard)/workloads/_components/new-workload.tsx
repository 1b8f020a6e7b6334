"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Chosen } from "../../_components/choice-field";

const NewWorkloadDialog = dynamic(() => import("./new-workload-dialog").then((file) => file.NewWorkloadDialog), { loading: () => null });

/** The way to describe a workload that nobody has described yet. */
export function NewWorkload({ me }: { me: Chosen }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        Describe a workload
      </Button>
      {open && <NewWorkloadDialog me={me} onClose={() => setOpen(false)} />}
    </>
  );
}
