"use client";

import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { ErrorState } from "@/components/ui/states";

/** Something failed while a page was made. The reference leads to the entry in the web process's log. */
export default function DashboardError({ error, retry }: { error: Error & { digest?: string }; retry: () => void }) {
  useEffect(() => {
    document.title = "Something failed · Countersign";
  }, []);
  return (
    <ErrorState
      page
      title="This page could not be made"
      action={
        <>
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
          <LinkButton href="/">Go to Overview</LinkButton>
        </>
      }
    >
      <p>
        Something failed on our side while reading; nothing was changed. Try again. If it stays, give your administrator this reference from the log of the web
        process:
      </p>
      <p className="mono mt-1">{error.digest ?? "no reference"}</p>
    </ErrorState>
  );
}
