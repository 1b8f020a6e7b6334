"use client";

import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { ErrorState } from "@/components/ui/states";
import { RouteError } from "./fetch-json";

/** A list that could not be read: why, and what to do. */
export function ListProblem({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const signedOut = error instanceof RouteError && error.status === 401;
  return (
    <ErrorState
      title={signedOut ? "You are signed out" : "This could not be read"}
      action={signedOut ? <LinkButton href="/sign-in">Sign in</LinkButton> : <Button onClick={onRetry}>Try again</Button>}
    >
      {error.message}
    </ErrorState>
  );
}
