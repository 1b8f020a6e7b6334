"use client";

import * as Radix from "radix-ui/tooltip";

/** A few words about the thing pointed at or focused. The child must be focusable. Never the only place of a fact. */
export function Tooltip({ text, children }: { text: React.ReactNode; children: React.ReactElement }) {
  return (
    <Radix.Provider delayDuration={350}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content sideOffset={5} className="z-50 max-w-[280px] rounded-md border border-line-2 bg-panel px-2 py-1 text-[12.5px] text-ink shadow-overlay">
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
