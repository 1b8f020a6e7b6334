"use client";

import { useActionState } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { Message } from "@/components/ui/message";
import { SubmitButton } from "@/components/ui/submit-button";
import { redeemAction } from "../../actions";

/** The button that spends a sign-in link. Works before any script has loaded. */
export function RedeemForm({ token }: { token: string }) {
  const [result, redeem] = useActionState(redeemAction, null);
  if (result && !result.ok)
    return (
      <>
        <Message tone="error" title="You are not signed in">
          {result.error.message}
        </Message>
        <div>
          <LinkButton href="/sign-in">Other ways to sign in</LinkButton>
        </div>
      </>
    );
  return (
    <form action={redeem} className="flex flex-col gap-4">
      <p className="text-ink-2">This link works once. Press the button in the browser in which you want to be signed in.</p>
      <input type="hidden" name="token" value={token} />
      <SubmitButton className="w-full">Sign in</SubmitButton>
    </form>
  );
}
