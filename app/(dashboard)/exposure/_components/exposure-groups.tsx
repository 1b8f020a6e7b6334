import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { EmptyState } from "@/components/ui/states";
import { Table, Td, Th } from "@/components/ui/table";
import { Unknown } from "@/components/ui/unknown";
import { formatCount } from "@/lib/core/format";
import { channelTitles } from "@/lib/domain/words";
import { type Grouping, visibleBuckets } from "@/lib/exposure/facet-names";
import type { ExposureGroup } from "@/lib/exposure/group-exposures";
import { HowToScan } from "./exposure-words";
import { visibleTitles } from "./visible-titles";

const heads: Record<Grouping, string> = { channel: "Channel", team: "Team of the owner", visible: "Visible for" };
const counted: Record<Grouping, string> = {
  channel: "A secret seen in two channels counts in both.",
  team: "The team named with the token, else each team of its owner; whoever is in two teams counts in both.",
  visible: "As far as its sources say.",
};

/** What is open and may be live, in groups. Each number opens its rows. */
export function ExposureGroups({ by, groups, looked }: { by: Grouping; groups: ExposureGroup[]; looked: boolean }) {
  if (groups.length === 0)
    return (
      <EmptyState title={looked ? "Nothing open that may be live" : "Nothing has been looked through yet"}>
        {looked ? null : <HowToScan elsewhere />}
      </EmptyState>
    );
  const ordered = by === "visible" ? [...groups].sort((a, b) => place(a.value) - place(b.value)) : groups;
  const most = Math.max(...groups.map(({ secrets }) => secrets));
  return (
    <>
      <p className="mt-3 mb-2 text-[13px] text-ink-2">{counted[by]}</p>
      <Table label={`Exposed secrets by ${by === "visible" ? "age" : by}`}>
        <thead>
          <tr>
            <Th>{heads[by]}</Th>
            <Th numeric>Secrets</Th>
            <Th aria-hidden className="w-1/4 max-md:hidden" />
            <Th numeric>Critical</Th>
            <Th numeric>High</Th>
            <Th numeric className="max-md:hidden">
              Works
            </Th>
            <Th numeric className="max-md:hidden">
              Places
            </Th>
            <Th numeric className="max-md:hidden">
              Longest visible
            </Th>
          </tr>
        </thead>
        <tbody>
          {ordered.map((group) => {
            const name = nameOf(by, group);
            const rows = (more = "") => `/exposure?${by}=${group.value}${more}`;
            return (
              <tr key={group.value}>
                <Td>
                  <Link href={rows()} className="font-[520] underline decoration-line-2 underline-offset-2 hover:decoration-ink-3">
                    {group.value === "unknown" ? <Unknown /> : name}
                  </Link>
                </Td>
                <Td numeric>
                  <RowCount n={group.secrets} href={rows()} what={`secrets, ${name}`} />
                </Td>
                <Td aria-hidden className="max-md:hidden">
                  <span className="block h-2 rounded-[2px] bg-people" style={{ width: `${(100 * group.secrets) / most}%` }} />
                </Td>
                <Td numeric>
                  <RowCount n={group.critical} href={rows("&severity=critical")} what={`critical ones, ${name}`} tone="text-critical" />
                </Td>
                <Td numeric>
                  <RowCount n={group.high} href={rows("&severity=high")} what={`high ones, ${name}`} tone="text-high" />
                </Td>
                <Td numeric className="max-md:hidden">
                  <RowCount n={group.valid} href={rows("&validity=valid")} what={`that work, ${name}`} tone="text-critical" />
                </Td>
                <Td numeric className="max-md:hidden">
                  {formatCount(group.places)}
                </Td>
                <Td numeric className="max-md:hidden">
                  {group.oldest ? <RelativeTime at={group.oldest} bare /> : <Unknown title="No source says since when" />}
                </Td>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </>
  );
}

function RowCount({ n, href, what, tone = "text-ink" }: { n: number; href: string; what: string; tone?: string }) {
  if (n === 0) return <span className="text-ink-3">0</span>;
  return (
    <Link href={href} aria-label={`${formatCount(n)} ${what}`} className={`font-[550] hover:underline ${tone}`}>
      {formatCount(n)}
    </Link>
  );
}

const place = (bucket: string) => (visibleBuckets as readonly string[]).indexOf(bucket);

function nameOf(by: Grouping, { value, name }: ExposureGroup): string {
  if (by === "channel") return (channelTitles as Record<string, string>)[value] ?? value;
  if (by === "visible") return visibleTitles[value] ?? value;
  return name ?? "No team";
}
