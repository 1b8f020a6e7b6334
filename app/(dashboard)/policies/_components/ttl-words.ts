import type { TokenClass } from "@/lib/domain/tokens";
import { tokenClassTitles } from "@/lib/domain/words";

/** What a policy holds for, in words. */
export function scopeInWords({ class: of, environment }: { class: TokenClass | null; environment: "production" | "other" | null }): string {
  const what = of ? tokenClassTitles[of] : "Every class";
  const where = { production: "production or unknown", other: "known not to be production" } as const;
  return `${what}, ${environment ? where[environment] : "every environment"}`;
}
