"use client";

import Link from "next/link";
import * as Radix from "radix-ui/dropdown-menu";

const itemStyle =
  "flex w-full cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 text-[13px] outline-none select-none data-highlighted:bg-people-soft data-disabled:opacity-50";

export interface MenuProps {
  trigger: React.ReactElement;
  children: React.ReactNode;
  align?: "start" | "end";
  /** stands open from the start: it was loaded because somebody asked for it */
  defaultOpen?: boolean;
}

/** A list of things to do, behind a button. Where it stands on every page, put LazyMenu before it. */
export function Menu({ trigger, children, align = "end", defaultOpen }: MenuProps) {
  return (
    <Radix.Root defaultOpen={defaultOpen}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={12}
          className="z-50 min-w-[200px] rounded-md border border-line-2 bg-panel p-1 shadow-overlay"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export function MenuItem({ onSelect, disabled = false, children }: { onSelect: () => void; disabled?: boolean; children: React.ReactNode }) {
  return (
    <Radix.Item disabled={disabled} onSelect={onSelect} className={itemStyle}>
      {children}
    </Radix.Item>
  );
}

export function MenuLink({ href, children }: { href: string; children: React.ReactNode }) {
  return (
    <Radix.Item asChild className={itemStyle}>
      <Link href={href}>{children}</Link>
    </Radix.Item>
  );
}

export function MenuLabel({ children }: { children: React.ReactNode }) {
  return <Radix.Label className="px-2 py-1.5 text-[12px] text-ink-3">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
