"use client";

import { Button } from "@/components/ui/button";

/** Prints the page as it stands, without what is only for the screen. */
export function PrintButton() {
  return <Button onClick={() => window.print()}>Print</Button>;
}
