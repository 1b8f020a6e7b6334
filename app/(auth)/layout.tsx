import { Logo } from "@/components/shell/logo";
import { SampleBanner } from "@/components/shell/sample-banner";
import { ThemeToggle } from "@/components/shell/theme-toggle";
import { isSample } from "@/lib/next/web-env";

export default function AuthLayout({ children }: { children: React.ReactNode }) {
  return (
    <>
      {isSample() && <SampleBanner />}
      <div className="mx-auto flex min-h-[80dvh] max-w-[400px] flex-col px-4 pt-[14vh] pb-8">
        <header className="mb-6 flex items-center justify-between">
          <Logo />
          <ThemeToggle />
        </header>
        <main className="flex flex-col gap-5">{children}</main>
      </div>
    </>
  );
}
