"use client";

import { ThemeProvider } from "next-themes";

/** Puts `data-theme` on the root element before the first paint; the small script that does it runs by the page's nonce. */
export function Theme({ nonce, children }: { nonce: string | undefined; children: React.ReactNode }) {
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      {children}
    </ThemeProvider>
  );
}
