"use client";

import { usePathname, useSelectedLayoutSegment } from "next/navigation";

/** The address of the page that is shown. With an item open beside a list the browser's address is the item's own, and the page is still the list. */
export function useShownPath(): string {
  const path = usePathname();
  const segment = useSelectedLayoutSegment();
  // What is no page of the rail ("not found") is told by its address.
  return segment && /^[a-z][a-z-]*$/.test(segment) && !path.startsWith(`/${segment}`) ? `/${segment}` : path;
}
