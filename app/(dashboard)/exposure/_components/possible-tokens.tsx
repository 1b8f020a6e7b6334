import Link from "next/link";
import type { ExposurePage } from "@/lib/exposure/exposure-page";
import { StateBadge } from "../../_components/token-words";

/** Listed tokens that a secret may be by its ends, with how well they fit and why. Nothing is decided by it. */
export function PossibleTokens({ possible }: Pick<ExposurePage, "possible">) {
  if (possible.length === 0) return null;
  return (
    <section aria-labelledby="possible" className="mt-3 border-t border-line pt-3 text-[13px]">
      <h3 id="possible" className="font-[560]">
        Possible
      </h3>
      <p className="text-[12.5px] text-ink-3">
        Their systems show no more of a token than its ends. By these it may be one of them, and none is set as its token: look it up there.
      </p>
      <ul className="mt-2 flex flex-col gap-2">
        {possible.map(({ token, score, why }) => (
          <li key={token.id}>
            <p className="flex flex-wrap items-center gap-2">
              <Link href={`/inventory/${token.id}`} className="font-[520] break-words underline">
                {token.name}
              </Link>
              <StateBadge state={token.state} />
              <span className="text-ink-2">fits {score} of 100</span>
            </p>
            <p className="text-[12.5px] text-ink-2">{why.join("; ")}.</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
