"use client";

import { useTheme } from "next-themes";
import { type ComponentType, useEffect, useState } from "react";
import type { ExternalToast, ToasterProps } from "sonner";

type Kind = "success" | "error" | "info";
interface Queued {
  kind: Kind;
  message: string;
  options?: ExternalToast;
}

// The library is loaded with the first message: most page views show none.
const waiting: Queued[] = [];
let show: ((queued: Queued) => void) | null = null;
let wake: (() => void) | null = null;

/** Says in passing what happened. It is announced to screen readers. Never the only place of something that must not be missed. */
export function notify(kind: Kind, message: string, options?: ExternalToast): void {
  const queued = { kind, message, options };
  if (show) {
    show(queued);
  } else {
    waiting.push(queued);
    wake?.();
  }
}

/** Where messages appear. Stands once, in the root layout. */
export function ToastHost() {
  const [Toaster, setToaster] = useState<ComponentType<ToasterProps> | null>(null);
  const { resolvedTheme } = useTheme();
  useEffect(() => {
    const load = async () => {
      const sonner = await import("sonner");
      setToaster(() => sonner.Toaster);
      show = ({ kind, message, options }) => void sonner.toast[kind](message, options);
    };
    wake = () => void load();
    if (waiting.length > 0) wake();
    return () => {
      wake = null;
    };
  }, []);
  useEffect(() => {
    if (Toaster) for (const queued of waiting.splice(0)) show?.(queued);
  }, [Toaster]);
  if (!Toaster) return null;
  return (
    <Toaster
      position="bottom-right"
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      toastOptions={{ style: { background: "var(--panel)", color: "var(--ink)", borderColor: "var(--line-2)", fontFamily: "var(--font)", fontSize: "13px" } }}
    />
  );
}
