"use client";

import Link from "next/link";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount } from "@/lib/core/format";
import { tokenClassTitles } from "@/lib/domain/words";
import type { SurvivalGroup } from "@/lib/posture/residue-survival";

/** A number of days in its sensible unit: "40 min", "5 h", "11.5 d". */
export function days(value: number): string {
  if (value < 1 / 24) return `${Math.max(1, Math.round(value * 1440))} min`;
  if (value < 2) return `${Math.round(value * 24)} h`;
  return value < 10 ? `${Number(value.toFixed(1))} d` : `${Math.round(value)} d`;
}

/** What a group is called. */
export const groupName = (by: "class" | "team" | "connection", group: SurvivalGroup): string =>
  by === "class" ? (tokenClassTitles[group.value as keyof typeof tokenClassTitles] ?? group.name) : group.name;

const link = { class: "/inventory?finding=departed-still-alive&class=", connection: "/residue?connection=", team: "/people?status=departed&team=" } as const;

/** Each group's half-life against the target. The name leads to what is alive there now. */
export function SurvivalGroups({ groups, by, target }: { groups: SurvivalGroup[]; by: keyof typeof link; target: number }) {
  return (
    <div className="mt-2">
      <Table label={`Residue half-life by ${by}`}>
        <thead>
          <tr>
            <Th className="capitalize">{by}</Th>
            <Th numeric>Observed</Th>
            <Th numeric>Proven dead</Th>
            <Th numeric>Half-life (95 %)</Th>
            <Th numeric>Alive after {target} d</Th>
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.value}>
              <Td className="min-w-32">
                {group.value === "none" ? (
                  group.name
                ) : (
                  <Link href={`${link[by]}${group.value}`} className="hover:underline">
                    {groupName(by, group)}
                  </Link>
                )}
              </Td>
              <Td numeric>{formatCount(group.tokens)}</Td>
              <Td numeric>{formatCount(group.dead)}</Td>
              <Td numeric className="whitespace-nowrap">
                <Half group={group} target={target} />
              </Td>
              <Td numeric>{Math.round(100 * group.atTarget)} %</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Half({ group: { median, lower, upper }, target }: { group: SurvivalGroup; target: number }) {
  if (median === null) return <span className="text-ink-2">not reached</span>;
  const band = lower === null ? "" : ` (${days(lower)} to ${upper === null ? "no end yet" : days(upper)})`;
  return (
    <>
      <span className={median > target ? "font-[600] text-high" : "font-[600]"}>{days(median)}</span>
      {median > target && <span className="sr-only"> over the target</span>}
      <span className="text-ink-3">{band}</span>
    </>
  );
}
