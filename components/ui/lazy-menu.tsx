"use client";

import { type ComponentType, cloneElement, type ReactElement, useState } from "react";
import { announce } from "./announce";
import type { MenuProps } from "./menu";

type Trigger = ReactElement<{
  onClick?: () => void;
  onPointerEnter?: () => void;
  "aria-haspopup"?: "menu";
  "aria-expanded"?: boolean;
}>;
/** A menu with what is in it; `trigger` and `defaultOpen` go on to Menu. */
export type MenuPart<P> = P & Pick<MenuProps, "trigger" | "defaultOpen">;

/** A menu whose code is fetched when somebody points at its button, and that stands open once it is there: most pages never need it. */
export function LazyMenu<P extends object>({ trigger, load, props }: { trigger: Trigger; load: () => Promise<ComponentType<MenuPart<P>>>; props: P }) {
  const [Loaded, setLoaded] = useState<ComponentType<MenuPart<P>> | null>(null);
  if (Loaded) return <Loaded {...props} trigger={trigger} defaultOpen />;
  async function open() {
    try {
      const part = await load();
      setLoaded(() => part);
    } catch {
      announce("The menu did not load. Check the connection and try again.");
    }
  }
  return cloneElement(trigger, {
    onClick: () => void open(),
    onPointerEnter: () => void load().catch(() => undefined),
    "aria-haspopup": "menu",
    "aria-expanded": false,
  });
}
