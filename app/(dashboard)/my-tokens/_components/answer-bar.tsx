import { Button } from "@/components/ui/button";
import { KeyHint } from "@/components/ui/key-hint";

export interface AnswerChoice {
  key: string;
  label: string;
  primary?: boolean;
  onChoose: () => void;
}

/** The answers, each with its key: for the row with the focus, or for everything that is selected. */
export function AnswerBar({ about, choices, children }: { about: string; choices: readonly AnswerChoice[]; children?: React.ReactNode }) {
  return (
    <div className="sticky top-12 z-20 mt-4 mb-2.5 flex min-h-10 flex-wrap items-center gap-2 rounded-md border border-line bg-panel px-3 py-1.5 text-[13px]">
      <span className="min-w-0 flex-1 truncate text-ink-2 max-md:basis-full">{about}</span>
      {choices.map(({ key, label, primary, onChoose }) => (
        <Button key={key} size="sm" variant={primary ? "primary" : undefined} onClick={onChoose} aria-keyshortcuts={key}>
          {label}{" "}
          <span className="max-md:hidden">
            {primary ? (
              <kbd aria-hidden className="font-mono text-[11px] opacity-80">
                {key}
              </kbd>
            ) : (
              <KeyHint>{key}</KeyHint>
            )}
          </span>
        </Button>
      ))}
      {children}
    </div>
  );
}
