import { clsx } from "clsx";

/** The shape of what is coming. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx("block animate-pulse rounded-sm bg-line", className)} />;
}

/** A page on its way: heading, figures, rows. For pages that read long: another waits for its page, which is shown sooner than what takes the place of a skeleton. */
export function PageSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton className="h-6 w-[min(340px,70%)]" />
      <Skeleton className="mt-2 h-4 w-[min(520px,90%)]" />
      <div className="mt-6 overflow-hidden rounded-md border border-line bg-panel">
        <div className="h-8 border-b border-line bg-sunken" />
        {Array.from({ length: 10 }, (_, row) => row).map((row) => (
          <div key={row} className="flex h-9 items-center gap-6 border-b border-line px-3 last:border-0">
            <Skeleton className="h-3 w-1/4" />
            <Skeleton className="h-3 w-1/6" />
            <Skeleton className="h-3 w-1/5" />
          </div>
        ))}
      </div>
    </div>
  );
}
