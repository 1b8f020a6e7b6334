import Link from "next/link";
import { ExactTime } from "@/components/ui/exact-time";
import { formatCount, plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { refusalReasons } from "@/lib/domain/exposures";
import type { SilentSource } from "@/lib/exposure/silent-sources";

const shown = 8;
const inert = (text: string) => visible(text, { lines: true });

/** Sources that do not tell who could read what stands in them, and why not where they were asked: those first. */
export function SilentSources({ sources }: { sources: readonly SilentSource[] }) {
  const ordered = sources.toSorted((a, b) => Number(b.refusals.length > 0) - Number(a.refusals.length > 0));
  return (
    <ul className="flex flex-col gap-1 text-[12.5px] text-ink-3">
      {ordered.slice(0, shown).map(({ id, name, refusals }) => (
        <li key={id}>
          <Link
            href={`/exposure/scans/${id}`}
            className="inline-block max-w-full break-words py-[3px] text-ink-2 underline decoration-line-2 underline-offset-2 hover:decoration-ink-3"
          >
            {inert(name)}
          </Link>
          {refusals.length > 0 && ":"}
          {refusals.map(({ reason, places, at, detail }) => (
            <p key={reason} className="break-words">
              {refusalReasons[reason] ?? reason}, of {plural(places, "place")}, when asked <ExactTime at={at} />. {detail && <bdi>{inert(detail)}</bdi>}
            </p>
          ))}
        </li>
      ))}
      {sources.length > shown && <li>and {formatCount(sources.length - shown)} more</li>}
    </ul>
  );
}
