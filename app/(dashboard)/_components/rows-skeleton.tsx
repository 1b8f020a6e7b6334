import { Skeleton } from "@/components/ui/skeleton";

/** The rows of a list on their way. */
export function RowsSkeleton({ label, rows = 12 }: { label: string; rows?: number }) {
  return (
    <div role="status" aria-label={label} className="overflow-hidden rounded-md border border-line bg-panel">
      <div className="h-8 border-b border-line bg-sunken" />
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className="flex h-9 items-center gap-6 border-b border-line px-3 last:border-0">
          <Skeleton className="h-3 w-1/4" />
          <Skeleton className="h-3 w-1/6" />
          <Skeleton className="h-3 w-1/5" />
        </div>
      ))}
    </div>
  );
}
