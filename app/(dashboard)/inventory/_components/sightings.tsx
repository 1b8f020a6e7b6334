import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { plural } from "@/lib/core/format";
import type { TokenPage } from "@/lib/tokens/token-page";

/** Where this very credential is listed. One token seen by two connections is one token with two sightings. */
export function Sightings({ token: { row, sightings } }: { token: TokenPage }) {
  return (
    <ul className="divide-y divide-line text-[13px]">
      {sightings.map((each) => (
        <li key={each.id} className="flex flex-wrap items-baseline justify-between gap-x-3 py-1.5 first:pt-0 last:pb-0">
          <span className="min-w-0 break-words">
            <Link href={`/connections/${each.connection.id}`} className="underline">
              {each.connection.name}
            </Link>
            {each.id !== row.id && (
              <>
                {" as "}
                <Link href={`/inventory/${each.id}`} className="underline">
                  {each.name}
                </Link>
              </>
            )}
            {each.imported && <span className="text-ink-3">, by import</span>}
            {each.speaks && sightings.length > 1 && <span className="text-ink-3">, speaks for all of them</span>}
          </span>
          <span className="text-[12px] text-ink-3">
            first seen <RelativeTime at={each.firstSeen} />, last <RelativeTime at={each.lastSeen} />
            {each.missingSince && (
              <span className="text-medium">
                , missing since <RelativeTime at={each.missingSince} />
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What else ends when the parent key is rotated. */
export function ParentKey({ siblings, name }: { siblings: NonNullable<TokenPage["siblings"]>; name: string }) {
  const rest = siblings.count - siblings.tokens.length;
  return (
    <div className="text-[13px]">
      <p>
        {name} can’t be revoked by itself: only by rotating its parent key <span className="mono break-all">{siblings.key}</span>.{" "}
        {siblings.count === 0 ? "No other token is known to hang on it." : `That ends ${plural(siblings.count, "other token")} as well:`}
      </p>
      {siblings.tokens.length > 0 && (
        <ul className="mt-1.5 flex flex-wrap gap-x-3 gap-y-1">
          {siblings.tokens.map((sibling) => (
            <li key={sibling.id}>
              <Link href={`/inventory/${sibling.id}`} className="underline">
                {sibling.name}
              </Link>
            </li>
          ))}
          {rest > 0 && <li className="text-ink-3">and {rest} more</li>}
        </ul>
      )}
    </div>
  );
}
