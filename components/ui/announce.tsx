"use client";

import { useEffect, useState } from "react";

const channel = "countersign:announce";

/** Says an asynchronous result to screen readers: "37 tokens found", "Saved". Nothing is shown. */
export function announce(message: string): void {
  window.dispatchEvent(new CustomEvent(channel, { detail: message }));
}

/** The region that speaks. Stands once, in the root layout. */
export function LiveRegion() {
  const [message, setMessage] = useState("");
  useEffect(() => {
    const hear = (event: Event) => setMessage(event instanceof CustomEvent ? String(event.detail) : "");
    window.addEventListener(channel, hear);
    return () => window.removeEventListener(channel, hear);
  }, []);
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {message}
    </div>
  );
}
