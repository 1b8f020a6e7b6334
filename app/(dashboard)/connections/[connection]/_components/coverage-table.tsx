import { Card } from "@/components/ui/card";
import { Table, Td, Th } from "@/components/ui/table";
import { Unknown } from "@/components/ui/unknown";
import { catalogVendor } from "@/lib/connectors/catalog";
import type { TokenClass } from "@/lib/domain/tokens";
import { tokenClassTitles } from "@/lib/domain/words";
import { abilityTitles } from "../../../inventory/_components/abilities";
import type { Connection } from "../../_components/views";

const shown = ["list", "last_used", "describe", "revoke", "disable", "probe"];

/** What can be seen and done here by class of token, what can't and why. Before the first sync: what the connector says of the vendor. */
export function CoverageTable({ coverage, vendor, aside }: { coverage: Connection["coverage"]; vendor: string; aside?: string }) {
  const known = Object.keys(coverage.classes).length > 0;
  const about = catalogVendor(vendor);
  const classes = Object.entries(known ? coverage.classes : (about?.abilities ?? {}));
  const blind = known ? coverage.blindSpots : (about?.blindSpots ?? []);
  if (classes.length === 0) return null;
  const reasons = classes.flatMap(([name, abilities]) => reasonsOf(name as TokenClass, abilities ?? {}));
  return (
    <Card title="Coverage" aside={aside ?? (known ? "as of the last check" : "before the first sync: what the connector can do with this vendor")}>
      <Table label="What can be seen and done, by class of token">
        <thead>
          <tr>
            <Th>Class</Th>
            {shown.map((capability) => (
              <Th key={capability}>{abilityTitles[capability]}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map(([name, abilities]) => (
            <tr key={name}>
              <Td className="font-[520]">{tokenClassTitles[name as TokenClass]}</Td>
              {shown.map((capability) => {
                const ability = abilities?.[capability as keyof typeof abilities];
                return <Td key={capability}>{ability === "can" ? "can" : ability ? <span className="text-high">can’t</span> : <Unknown />}</Td>;
              })}
            </tr>
          ))}
        </tbody>
      </Table>
      {(reasons.length > 0 || blind.length > 0) && (
        <ul className="mt-3 flex list-disc flex-col gap-1 pl-4 text-[13px] text-ink-2">
          {reasons.map(({ what, why }) => (
            <li key={what}>
              <b className="font-[560]">{what}:</b> {why}
            </li>
          ))}
          {blind.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Why something can't be done with a class of tokens; what shares a reason is said together. */
function reasonsOf(name: TokenClass, abilities: Record<string, "can" | { cannot: string } | undefined>): { what: string; why: string }[] {
  const titles = new Map<string, string[]>();
  for (const capability of shown) {
    const ability = abilities[capability];
    if (ability && ability !== "can")
      titles.set(ability.cannot, [...(titles.get(ability.cannot) ?? []), abilityTitles[capability]?.toLowerCase() ?? capability]);
  }
  return [...titles].map(([why, which]) => ({ what: `${tokenClassTitles[name]}, ${which.join(", ")}`, why }));
}
