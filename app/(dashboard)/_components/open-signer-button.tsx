"use client";

import { useActionState } from "react";
import type { ButtonSize, ButtonVariant } from "@/components/ui/button-style";
import { Message } from "@/components/ui/message";
import { SubmitButton } from "@/components/ui/submit-button";
import { openSignerAction } from "./open-signer-action";

interface Props {
  purpose: "sign" | "trust" | "enrol";
  /** request id (sign) or digest of the trust statement (trust) */
  subject?: string;
  variant?: ButtonVariant;
  size?: ButtonSize;
  children: React.ReactNode;
}

/** Leads to the signer's page, on its own origin, with a pass of five minutes. */
export function OpenSignerButton({ purpose, subject, variant, size, children }: Props) {
  const [result, open] = useActionState(openSignerAction, null);
  return (
    <form action={open} className="flex flex-col items-start gap-2">
      <input type="hidden" name="purpose" value={purpose} />
      {subject && <input type="hidden" name="subject" value={subject} />}
      <SubmitButton variant={variant} size={size}>
        {children}
      </SubmitButton>
      {result && !result.ok && <Message tone="error">{result.error.message}</Message>}
    </form>
  );
}
