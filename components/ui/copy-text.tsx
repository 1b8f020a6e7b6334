"use client";

import { Check, Copy } from "lucide-react";
import { useState } from "react";
import { announce } from "./announce";

/** An id or hint in a fixed-width face that one click copies. `text` is copied, `children` shown where they differ. */
export function CopyText({ text, children, label }: { text: string; children?: React.ReactNode; label: string }) {
  const [copied, setCopied] = useState(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce(`${label} copied`);
      setTimeout(() => setCopied(false), 1500);
    } catch {
      announce("The browser did not allow copying. Select the text and copy it yourself.");
    }
  }
  return (
    <span className="inline-flex max-w-full items-center gap-1">
      <span className="mono truncate">{children ?? text}</span>
      <button
        type="button"
        onClick={copy}
        aria-label={`Copy ${label}`}
        title={copied ? "Copied" : `Copy ${label}`}
        className="inline-flex size-6 flex-none items-center justify-center rounded-sm text-ink-3 hover:bg-sunken hover:text-ink"
      >
        {copied ? <Check aria-hidden size={13} className="text-ok" /> : <Copy aria-hidden size={13} />}
      </button>
    </span>
  );
}
