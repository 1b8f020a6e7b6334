"use client";

import { useActionState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { SubmitButton } from "@/components/ui/submit-button";
import { requestLinkAction } from "../actions";

/** Asks for a sign-in link by e-mail. The answer is the same whether the address is known or not. */
export function MailedLinkForm() {
  const [result, send] = useActionState(requestLinkAction, null);
  const error = result && !result.ok ? result.error : null;
  return (
    <form action={send} className="flex flex-col gap-3">
      <Field label="Work e-mail address" error={error?.fields?.email}>
        {(control) => <Input {...control} type="email" name="email" autoComplete="email" required />}
      </Field>
      <SubmitButton variant="default">Send me a link</SubmitButton>
      {error && !error.fields?.email && <Message tone="error">{error.message}</Message>}
      {result?.ok && (
        <Message tone="ok" title="Look at your mail">
          If the directory lists this address as an active person’s, a link is on its way. It works once, for 15 minutes.
        </Message>
      )}
    </form>
  );
}
