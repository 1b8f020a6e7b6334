import Link from "next/link";
import { formatCount } from "@/lib/core/format";
import type { Connection } from "./views";

/** Listings that were imported as data: they inform, nothing refreshes them, and nothing can be revoked there. */
export function ImportedList({ connections }: { connections: Connection[] }) {
  if (connections.length === 0) return null;
  return (
    <section aria-labelledby="imported" className="mt-6">
      <h2 id="imported" className="text-[14px] font-[600]">
        Imported listings
      </h2>
      <p className="mt-0.5 text-[13px] text-ink-2">
        True when the list was made. Nothing reads them again and nothing can be revoked there: connect the system for that.
      </p>
      <ul className="mt-2.5 grid grid-cols-1 gap-x-6 rounded-md border border-line bg-panel px-[18px] py-2 text-[13px] sm:grid-cols-2 xl:grid-cols-3">
        {connections.map(({ id, name, counts }) => (
          <li key={id} className="flex items-baseline justify-between gap-3 py-1.5">
            <Link href={`/connections/${id}`} className="min-w-0 truncate font-[520] hover:underline">
              {name}
            </Link>
            <Link href={`/inventory?connection=${id}`} className="flex-none text-ink-2 hover:underline">
              {formatCount(counts.tokens)} {counts.tokens === 1 ? "token" : "tokens"}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
