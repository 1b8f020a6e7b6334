/** The name in type, with the two marks: a person's round one, overlapped by the machine's square one. */
export function Logo({ className = "" }: { className?: string }) {
  return (
    <span className={`inline-flex items-center gap-[7px] text-[15px] font-[650] tracking-[-0.02em] ${className}`}>
      <span aria-hidden className="inline-flex items-center">
        <span className="size-3.5 rounded-full bg-people" />
        <span className="-ml-[4px] size-3.5 rounded-[2px] border-2 border-machine bg-sunken" />
      </span>
      Countersign
    </span>
  );
}
