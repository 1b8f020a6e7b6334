import { Button } from "@/components/ui/button";

/** The search and filters of a list. On a phone the filters are one row to push sideways. */
export function FilterRow({ search, children, onClear }: { search?: React.ReactNode; children: React.ReactNode; onClear?: () => void }) {
  return (
    <div className="mt-4 mb-2.5 flex flex-wrap items-center gap-2">
      {search}
      <div className="flex items-center gap-2 max-md:-mx-4 max-md:w-screen max-md:overflow-x-auto max-md:px-4 max-md:py-1 md:contents [&>*]:flex-none">
        {children}
        {onClear && (
          <Button variant="quiet" size="sm" onClick={onClear}>
            Clear filters
          </Button>
        )}
      </div>
    </div>
  );
}
