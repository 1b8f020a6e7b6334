"use client";

import { useRouter } from "next/navigation";
import { notify } from "@/components/ui/toast";
import type { Failure, Result } from "@/lib/core/result";
import { FormDialog, type FormDialogProps } from "../../_components/form-dialog";

interface Props extends Pick<FormDialogProps, "title" | "description" | "verb" | "ready" | "onClose"> {
  /** what is said once it is done */
  done: string;
  ask: () => Promise<Result<unknown>>;
  /** the fields; gets what is wrong with each */
  children: (wrong: Record<string, string>) => React.ReactNode;
}

/** Asks for something by a small form, says that it is done, and shows what follows. */
export function AskDialog({ done, ask, children, ...form }: Props) {
  const router = useRouter();
  async function submit(): Promise<Failure | null> {
    const result = await ask();
    if (!result.ok) return result.error;
    notify("success", done);
    router.refresh();
    return null;
  }
  return (
    <FormDialog {...form} failed="Nothing was changed" onSubmit={submit}>
      {(failure) => children(failure?.fields ?? {})}
    </FormDialog>
  );
}
