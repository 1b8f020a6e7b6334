import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { channelTitles } from "@/lib/domain/words";
import type { ExposureRow } from "@/lib/exposure/exposure-row";
import { ExposureMark } from "../../exposure/_components/exposure-words";

/** Where this token was found though it should not be there. */
export function TokenExposures({ exposures }: { exposures: ExposureRow[] }) {
  return (
    <ul className="divide-y divide-line text-[13px]">
      {exposures.map((row) => (
        <li key={row.id} className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-0.5 py-2 first:pt-0 last:pb-0">
          <span className="min-w-0 break-words">
            <Link href={`/exposure/${row.id}`} className="font-[550] underline">
              {row.title}
            </Link>{" "}
            <span className="text-ink-2">
              in {plural(row.places, "place")}, first in {channelTitles[row.place.channel].toLowerCase()}:{" "}
            </span>
            <bdi className="mono text-[12px] break-all text-ink-2">
              {visible(row.place.path, { lines: true })}
              {row.place.line !== null && `:${row.place.line}`}
            </bdi>
          </span>
          <span className="flex items-center gap-2 text-[12px] text-ink-3">
            <ExposureMark row={row} />
            last seen <RelativeTime at={row.lastSeen} />
          </span>
        </li>
      ))}
    </ul>
  );
}
