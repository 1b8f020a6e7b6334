import "@fontsource-variable/inter/index.css";
import "@fontsource-variable/jetbrains-mono/index.css";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import { Theme } from "@/components/shell/theme";
import { LiveRegion } from "@/components/ui/announce";
import { NowProvider } from "@/components/ui/now";
import { ToastHost } from "@/components/ui/toast";
import { requestTime } from "@/lib/next/request-time";
import "./globals.css";

export const metadata: Metadata = {
  title: { template: "%s · Countersign", default: "Countersign" },
  description: "People decide, a separate machine acts, and a token's death is proven.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: React.ReactNode }) {
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <Theme nonce={nonce}>
          <NowProvider at={requestTime()}>
            {children}
            <LiveRegion />
            <ToastHost />
          </NowProvider>
        </Theme>
      </body>
    </html>
  );
}
