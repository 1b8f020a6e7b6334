import Link from "next/link";
import { Unknown } from "@/components/ui/unknown";
import { visible } from "@/lib/core/visible";
import { markTitles } from "@/lib/domain/words";
import type { Scan } from "@/lib/exposure/scan-runs";
import { ExposureMark, ValidityWord } from "../../_components/exposure-words";

/** So many are told of a run (lib/exposure/scan-runs.ts). */
const mostSeen = 100;

/** What a run saw, each secret once, by its kind and its ends: never the secret. */
export function SeenList({ seen }: Pick<Scan, "seen">) {
  if (seen.length === 0) return null;
  return (
    <>
      <ul className="divide-y divide-line text-[13px]" aria-label="Secrets that were seen">
        {seen.map((row) => (
          <li key={row.id} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 py-2 first:pt-0 last:pb-0">
            <span className="min-w-0">
              <Link href={`/exposure/${row.id}`} className="font-[550] underline decoration-line-2 underline-offset-2 hover:decoration-ink-3">
                {row.title}
              </Link>{" "}
              <span className="mono text-[12.5px] break-all">{visible(row.hint)}</span>
            </span>
            <span className="inline-flex flex-wrap items-baseline gap-x-3 text-ink-2">
              {row.mark ? <span>{markTitles[row.mark] ?? row.mark}</span> : <WhichToken row={row} />}
              <ValidityWord row={row} />
              <ExposureMark row={row} />
            </span>
          </li>
        ))}
      </ul>
      {seen.length === mostSeen && <p className="mt-2 text-[12px] text-ink-3">The gravest hundred are shown.</p>}
    </>
  );
}

function WhichToken({ row: { token } }: { row: Scan["seen"][number] }) {
  if (!token) return <span>no token</span>;
  if (token.link === "unlisted") return <Unknown title="Nobody had listed it before it was found">no listed token</Unknown>;
  return (
    <span>
      is{" "}
      <Link href={`/inventory/${token.id}`} className="underline">
        <bdi>{visible(token.name, { lines: true })}</bdi>
      </Link>
    </span>
  );
}
