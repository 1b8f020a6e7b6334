"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Message } from "@/components/ui/message";

/**
 * Starts sign-in at the provider. By script rather than by form: the page's policy lets forms go nowhere else,
 * and a provider may pass people on to origins nobody knows beforehand.
 */
export function OidcButton({ name }: { name: string }) {
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  async function start() {
    setBusy(true);
    setFailed(false);
    try {
      const { csrfToken }: { csrfToken: string } = await (await fetch("/api/auth/csrf")).json();
      // The sign-in page leads whoever is signed in to where they begin.
      const body = new URLSearchParams({ csrfToken, callbackUrl: "/sign-in", json: "true" });
      const answer = await fetch("/api/auth/signin/oidc", { method: "POST", body });
      const { url }: { url: string } = await answer.json();
      window.location.assign(url);
    } catch {
      setFailed(true);
      setBusy(false);
    }
  }
  return (
    <div className="flex flex-col gap-2">
      <Button variant="primary" busy={busy} onClick={() => void start()} className="w-full">
        Continue with {name}
      </Button>
      {failed && <Message tone="error">The sign-in could not be started: the server did not answer. Check the connection and try again.</Message>}
    </div>
  );
}
