import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { AccountPage } from "@/lib/accounts/account-page";
import { formatCount } from "@/lib/core/format";

/** Tokens that the account made, as far as vendors say who made them. */
export function AccountTokens({ tokens: { count, shown } }: { tokens: AccountPage["tokens"] }) {
  return (
    <Card title="Tokens that it made">
      {count === 0 && <p className="text-[13px] text-ink-2">None that we know of.</p>}
      <ul className="divide-y divide-line">
        {shown.map(({ id, name, state }) => (
          <li key={id} className="flex items-center justify-between gap-3 py-1.5 text-[13px] first:pt-0 last:pb-0">
            <Link href={`/inventory/${id}`} className="min-w-0 truncate font-[520] hover:underline">
              {name}
            </Link>
            <Badge tone={state === "dead" ? "machine" : "neutral"}>{state}</Badge>
          </li>
        ))}
      </ul>
      {count > shown.length && <p className="mt-2 text-[12.5px] text-ink-3">and {formatCount(count - shown.length)} more</p>}
    </Card>
  );
}
