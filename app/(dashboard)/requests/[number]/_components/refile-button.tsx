"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import { refileRequestAction } from "../../actions";

/** Files the same again, under what counts now, and goes there. */
export function RefileButton({ request }: { request: string }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function refile() {
    setBusy(true);
    const result = await refileRequestAction({ request });
    setBusy(false);
    if (!result.ok) return setProblem(result.error.message);
    notify("success", `Filed again as R-${result.data.number}. It must be signed anew.`);
    router.push(`/requests/${result.data.number}`);
  }
  return (
    <span className="flex max-w-[420px] flex-col items-end gap-2">
      <Button variant="primary" busy={busy} onClick={() => void refile()}>
        File again
      </Button>
      {problem && (
        <Message tone="error" title="It was not filed again">
          {problem}
        </Message>
      )}
    </span>
  );
}
