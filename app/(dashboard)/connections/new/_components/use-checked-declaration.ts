import { useEffect, useState } from "react";
import type { CheckedDeclaration } from "@/lib/connections/check-declaration";
import type { Result } from "@/lib/core/result";
import { checkDeclarationAction } from "../../actions";

/** Long enough not to check in the middle of a word. */
const settleMilliseconds = 500;

/** What is wrong with a declaration's text, or what it says: looked at anew a moment after each change. Null while that is not known. */
export function useCheckedDeclaration(text: string): Result<CheckedDeclaration> | null {
  const [checked, setChecked] = useState<{ text: string; result: Result<CheckedDeclaration> } | null>(null);
  useEffect(() => {
    if (text.trim() === "") return;
    let stale = false;
    const timer = setTimeout(async () => {
      const result = await checkDeclarationAction({ text });
      if (!stale) setChecked({ text, result });
    }, settleMilliseconds);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text]);
  return checked?.text === text ? checked.result : null;
}
