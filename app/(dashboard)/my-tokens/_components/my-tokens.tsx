"use client";

import { useSearchParams } from "next/navigation";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import type { MyCounts } from "@/lib/attestations/my-tokens";
import { plural } from "@/lib/core/format";
import type { RotationTask } from "@/lib/exposure/rotation/my-rotations";
import type { FirstPage } from "../../_components/list-address";
import { useFirstRowKey } from "../../_components/use-first-row-key";
import { Answers } from "./answers";
import type { MyPage, View } from "./my-page";
import { Proposals } from "./proposals";
import { Rotations } from "./rotations";
import { useMine, useProposals } from "./use-mine";

interface MyTokensProps {
  rotations: RotationTask[];
  first: FirstPage<MyPage> | null;
  counts: MyCounts;
  mayRequest: boolean;
}

const titles: Record<View, string> = { due: "Due", proposed: "Proposed to me", owned: "All I answer for" };
const hrefs: Record<View, string> = { due: "/my-tokens", proposed: "/my-tokens?view=proposed", owned: "/my-tokens?view=owned" };

/** What I own, what is proposed to me, what is due. */
export function MyTokens({ rotations, first, counts: atFirst, mayRequest }: MyTokensProps) {
  const asked = useSearchParams().get("view");
  const view: View = asked === "proposed" || asked === "owned" ? asked : "due";
  const mine = useMine(view === "owned" ? "owned" : "due", first);
  const proposals = useProposals();
  const counts = proposals.data?.counts ?? mine.data?.pages[0]?.counts ?? atFirst;
  useFirstRowKey();
  return (
    <>
      <PageHeader title={titleOf(counts, rotations.length)}>{aboutOf(counts)}</PageHeader>
      <div className="mt-3">
        <Tabs
          label="Views"
          tabs={(Object.keys(titles) as View[]).map((name) => ({ label: titles[name], href: hrefs[name], count: counts[name] }))}
          current={hrefs[view]}
        />
      </div>
      {view === "due" && <Rotations tasks={rotations} />}
      {view === "proposed" ? <Proposals list={proposals} /> : <Answers key={view} list={mine} view={view} mayRequest={mayRequest} total={counts[view]} />}
    </>
  );
}

function titleOf({ due, proposed, owned }: MyCounts, rotations: number): string {
  if (rotations > 0) return `${plural(rotations, "token is", "tokens are")} to be rotated`;
  if (due > 0) return `${plural(due, "token waits", "tokens wait")} for your answer`;
  if (proposed > 0) return `${plural(proposed, "token is", "tokens are")} proposed to you`;
  return owned > 0 ? "Nothing is due" : "My tokens";
}

function aboutOf({ overdue, proposed, due }: MyCounts): string {
  const parts = [
    overdue > 0 && `${plural(overdue, "answer is", "answers are")} overdue.`,
    proposed > 0 && due > 0 && `${plural(proposed, "token is", "tokens are")} proposed to you.`,
    "You answer for a token once every half year, or as often as a TTL policy says: is it still yours, what is it for, what uses it, when does it end?",
  ];
  return parts.filter(Boolean).join(" ");
}
