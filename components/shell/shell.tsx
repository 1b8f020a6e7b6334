import { Breadcrumb, BreadcrumbProvider } from "./breadcrumb";
import { type Coverage, CoverageChip } from "./coverage-chip";
import { Logo } from "./logo";
import type { PageLink } from "./pages";
import { PaletteHost } from "./palette-host";
import { Rail } from "./rail";
import { RailDrawer } from "./rail-drawer";
import { SampleBanner } from "./sample-banner";
import { ThemeToggle } from "./theme-toggle";
import { WhoMenu, type WhoMenuProps } from "./who-menu";

export interface ShellProps {
  pages: readonly PageLink[];
  coverage: Coverage;
  who: WhoMenuProps;
  sample: boolean;
  children: React.ReactNode;
}

/** What stands around every page: rail, header, and the place for the page itself. */
export function Shell({ pages, coverage, who, sample, children }: ShellProps) {
  return (
    <BreadcrumbProvider>
      <a href="#main" className="skip-link rounded-md border border-people bg-panel px-3 py-1.5 text-[13px] font-[550]">
        Skip to the page
      </a>
      <div className="grid min-h-dvh grid-cols-1 md:grid-cols-[var(--rail)_minmax(0,1fr)]">
        <aside aria-label="Countersign" className="sticky top-0 h-dvh overflow-y-auto border-r border-line bg-sunken px-2.5 py-3.5 max-md:hidden">
          <Logo className="px-2 pb-1" />
          <Rail pages={pages} />
        </aside>
        <div className="min-w-0">
          {sample && <SampleBanner />}
          <header className="sticky top-0 z-20 flex h-12 items-center gap-3 border-b border-line bg-paper px-4 md:px-5">
            <RailDrawer pages={pages} />
            <Breadcrumb pages={pages} />
            <div className="ml-auto flex flex-none items-center gap-2">
              <PaletteHost pages={pages} />
              <CoverageChip {...coverage} />
              <ThemeToggle />
              <WhoMenu {...who} />
            </div>
          </header>
          <main id="main" tabIndex={-1} className="px-4 pt-5 pb-10 outline-none md:px-6">
            {children}
          </main>
        </div>
      </div>
    </BreadcrumbProvider>
  );
}
