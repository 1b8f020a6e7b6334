"use client";

import { Maximize2, X } from "lucide-react";
import { useRouter } from "next/navigation";
import * as Radix from "radix-ui/dialog";
import { buttonStyle } from "./button-style";
import { useReturnFocus } from "./use-return-focus";

export interface SidePanelProps {
  title: React.ReactNode;
  /** address of the full page of the same thing */
  href: string;
  children: React.ReactNode;
}

/**
 * An item of a list, opened beside it under its own address (an intercepted route). Closing goes back, so the list keeps its scroll,
 * selection and filters. The expand link is a real page load of the same address: the full page.
 */
export function SidePanel({ title, href, children }: SidePanelProps) {
  const router = useRouter();
  const returnFocus = useReturnFocus();
  return (
    <Radix.Root open onOpenChange={(open) => !open && router.back()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-30 bg-scrim/30" />
        <Radix.Content
          aria-describedby={undefined}
          {...returnFocus}
          className="fixed inset-y-0 right-0 z-40 flex w-[min(640px,100vw)] flex-col border-l border-line-2 bg-paper shadow-overlay outline-none"
        >
          <div className="flex h-12 flex-none items-center gap-1 border-b border-line bg-panel px-4">
            <Radix.Title className="min-w-0 flex-1 truncate text-[14px] font-[600]">{title}</Radix.Title>
            <a href={href} aria-label="Open the full page" title="Open the full page" className={buttonStyle("quiet", "icon")}>
              <Maximize2 aria-hidden size={15} />
            </a>
            <Radix.Close aria-label="Close" className={buttonStyle("quiet", "icon")}>
              <X aria-hidden size={16} />
            </Radix.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
