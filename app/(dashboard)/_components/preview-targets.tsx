import Link from "next/link";
import { Severity } from "@/components/ui/severity";
import type { PreviewTarget } from "@/lib/requests/preview-request";
import { Owner, When } from "./token-words";

/** Each token of a request: what it can reach, who answers, when it was last used, and why it can't be requested where it can't. */
export function PreviewTargets({ targets }: { targets: PreviewTarget[] }) {
  const blocked = targets.filter(({ obstacle }) => obstacle);
  const ready = targets.filter(({ obstacle }) => !obstacle);
  return (
    <div className="flex flex-col gap-3">
      {ready.length > 0 && (
        <ul className="max-h-[30vh] divide-y divide-line overflow-y-auto rounded-md border border-line" aria-label="Will be revoked">
          {ready.map(({ row, reach, critical, because }) => (
            <li key={row.id} className="px-3 py-2.5 text-[13px]">
              <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                <span className="min-w-0 font-[560] break-all">
                  {row.name} {row.hint && <span className="mono font-normal text-ink-3">{row.hint}</span>}
                </span>
                {critical && <Severity level="critical" />}
              </div>
              <p className="text-ink-2">
                {reach ?? "What it can reach is unknown"}; environment {row.environment ?? "unknown"}. Owner: <Owner owner={row.owner} />. Last used:{" "}
                <When fact={row.lastUsed} />
                {row.lastUsed?.source && <span className="text-ink-3"> (according to {row.lastUsed.source})</span>}.
              </p>
              {because.length > 0 && <p className="text-[12.5px] text-ink-3">Critical because {because.join(" and ")}.</p>}
            </li>
          ))}
        </ul>
      )}
      {blocked.length > 0 && (
        <div className="rounded-md border border-line bg-sunken px-3 py-2.5 text-[13px]">
          <p className="font-[560]">{ready.length > 0 ? "Left out of this request" : "This can't be requested"}</p>
          <ul className="mt-1 flex flex-col gap-1 text-ink-2">
            {distinct(blocked).map(({ row, obstacle }) => (
              <li key={row.id}>
                {obstacle?.sentence}{" "}
                {obstacle?.code === "connection_not_trusted" && (
                  <Link href="/set-up" className="underline">
                    Open the checklist
                  </Link>
                )}
                {obstacle?.request && (
                  <Link href={`/requests/${obstacle.request}`} className="underline">
                    Open R-{obstacle.request}
                  </Link>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** What stands in the way of many tokens alike is said once. */
const distinct = (blocked: PreviewTarget[]): PreviewTarget[] => [...new Map(blocked.map((target) => [target.obstacle?.sentence, target])).values()];
