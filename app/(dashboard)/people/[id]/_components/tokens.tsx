import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Unknown } from "@/components/ui/unknown";
import { formatCount } from "@/lib/core/format";
import type { PersonToken } from "@/lib/people/person-page";

const as = { creator: "made", owner: "owns", backup: "stands in for the owner" } as const;
const shown = 12;

/** Tokens that this person made, owns, or stands in for. */
export function Tokens({ personId, tokens }: { personId: string; tokens: PersonToken[] }) {
  return (
    <Card
      title="Tokens"
      aside={
        tokens.length > 0 && (
          <Link href={`/inventory?person=${personId}`} className="hover:text-ink hover:underline">
            all in the inventory
          </Link>
        )
      }
    >
      {tokens.length === 0 && <p className="text-[13px] text-ink-2">None that we know of.</p>}
      <ul className="divide-y divide-line">
        {tokens.slice(0, shown).map((token) => (
          <li key={`${token.id}-${token.as}`} className="flex items-center justify-between gap-3 py-1.5 text-[13px] first:pt-0 last:pb-0">
            <span className="min-w-0 truncate">
              <span className="text-ink-3">{as[token.as]} </span>
              <Link href={`/inventory/${token.id}`} className="font-[520] hover:underline">
                {token.name}
              </Link>
              <span className="text-ink-2"> at {token.connection}</span>
            </span>
            <span className="flex flex-none items-center gap-2 text-[12px] text-ink-2">
              {token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} /> : <Unknown>last use</Unknown>}
              <Badge tone={token.state === "dead" ? "machine" : "neutral"}>{token.state}</Badge>
            </span>
          </li>
        ))}
      </ul>
      {tokens.length > shown && <p className="mt-2 text-[12.5px] text-ink-3">and {formatCount(tokens.length - shown)} more</p>}
    </Card>
  );
}
