export type ProbeMark = "alive" | "refused" | "unclear" | "to_come";
export interface ProbeTry {
  /** number of the attempt */
  n: number;
  mark: ProbeMark;
}

const looks: Record<ProbeMark, string> = {
  alive: "bg-critical",
  refused: "border-2 border-ok bg-[repeating-linear-gradient(45deg,var(--ok)_0_2px,transparent_2px_4px)]",
  unclear: "hatched ring-1 ring-edge ring-inset",
  to_come: "bg-line",
};
const shown = 48;

/** The attempts to use a credential, oldest first: still opened, refused, told nothing, still to come. At most the last 48. */
export function ProbeStrip({ tries, label }: { tries: readonly ProbeTry[]; label: string }) {
  return (
    <span role="img" aria-label={label} className="mt-[7px] flex flex-wrap gap-[3px]">
      {tries.slice(-shown).map(({ n, mark }) => (
        <i key={n} className={`h-4 w-[11px] rounded-[2px] ${looks[mark]}`} />
      ))}
    </span>
  );
}
