import { Unknown } from "@/components/ui/unknown";
import type { TokenPage } from "@/lib/tokens/token-page";

export const abilityTitles: Record<string, string> = {
  list: "List",
  last_used: "Last use",
  describe: "Describe",
  revoke: "Revoke",
  disable: "Disable",
  probe: "Prove death",
  list_persons: "List people",
};
const order = ["list", "last_used", "describe", "revoke", "disable", "probe"];

/** What its connector can do with this class of token, and why not where it can't. */
export function AbilityList({ abilities }: { abilities: TokenPage["abilities"] }) {
  if (!abilities) return <Unknown>not known before the first sync</Unknown>;
  return (
    <dl className="grid grid-cols-[110px_1fr] gap-y-1.5 text-[13px]">
      {order.map((capability) => {
        const ability = abilities[capability];
        return (
          <div key={capability} className="contents">
            <dt className="text-ink-3">{abilityTitles[capability]}</dt>
            <dd>{ability === "can" ? "can" : ability ? <span className="text-ink-2">can’t. {ability.cannot}</span> : <Unknown />}</dd>
          </div>
        );
      })}
    </dl>
  );
}
