"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTransition } from "react";

/** Changes query parameters of the page's address; null or "" takes one out. Paging starts anew. The second value says that the server is at work. */
export function useQueryChange(): [change: (changes: Record<string, string | null>) => void, pending: boolean] {
  const router = useRouter();
  const path = usePathname();
  const query = useSearchParams();
  const [pending, start] = useTransition();
  function change(changes: Record<string, string | null>) {
    const next = new URLSearchParams(query);
    next.delete("after");
    for (const [name, value] of Object.entries(changes)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    const text = next.toString();
    start(() => router.replace(text ? `${path}?${text}` : path, { scroll: false }));
  }
  return [change, pending];
}
