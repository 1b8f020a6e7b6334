"use client";

import { Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { buttonStyle } from "../ui/button-style";

/** Light or dark. Both icons are there from the start and CSS shows the right one, so nothing jumps at hydration. */
export function ThemeToggle() {
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <button
      type="button"
      aria-label="Switch between light and dark"
      title="Light or dark"
      onClick={() => setTheme(resolvedTheme === "dark" ? "light" : "dark")}
      className={buttonStyle("quiet", "icon")}
    >
      <Sun aria-hidden size={16} className="hidden dark:block" />
      <Moon aria-hidden size={16} className="dark:hidden" />
    </button>
  );
}
