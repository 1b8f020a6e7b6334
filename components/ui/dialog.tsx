"use client";

import { X } from "lucide-react";
import * as Radix from "radix-ui/dialog";
import { buttonStyle } from "./button-style";
import { useReturnFocus } from "./use-return-focus";

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: React.ReactNode;
  /** one sentence under the title */
  description?: React.ReactNode;
  children: React.ReactNode;
  /** buttons, the main one last */
  footer?: React.ReactNode;
}

/** A question that must be answered before going on. Esc and a click beside it say no. */
export function Dialog({ open, onOpenChange, title, description, children, footer }: DialogProps) {
  const returnFocus = useReturnFocus();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description ? {} : { "aria-describedby": undefined })}
          {...returnFocus}
          className="fixed top-[12vh] left-1/2 z-50 flex max-h-[80dvh] w-[min(520px,calc(100vw-24px))] -translate-x-1/2 flex-col overflow-hidden rounded-md border border-line-2 bg-panel shadow-overlay"
        >
          <div className="flex items-start gap-3 border-b border-line px-4 py-3">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-[15px] leading-snug font-[620]">{title}</Radix.Title>
              {description && <Radix.Description className="mt-0.5 text-[13px] text-ink-2">{description}</Radix.Description>}
            </div>
            <Radix.Close aria-label="Close" className={buttonStyle("quiet", "icon", "-mt-1 -mr-2")}>
              <X aria-hidden size={16} />
            </Radix.Close>
          </div>
          <div className="overflow-y-auto px-4 py-4">{children}</div>
          {footer && <div className="flex flex-wrap justify-end gap-2 border-t border-line bg-sunken px-4 py-3">{footer}</div>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
