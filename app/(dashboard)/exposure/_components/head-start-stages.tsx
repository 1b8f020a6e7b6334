"use client";

import { useRouter } from "next/navigation";
import { buttonStyle } from "@/components/ui/button-style";
import { KeyHint } from "@/components/ui/key-hint";
import { NearLink } from "@/components/ui/near-link";
import type { HeadStartPeriod } from "@/lib/exposure/head-start";
import { useActionKeys } from "../../_components/use-action-keys";
import { type AskedStage, headStartQuery, headStartTitles } from "./head-start-words";

const choices: readonly { stage: AskedStage | undefined; title: string; key: string }[] = [
  { stage: undefined, title: "All stages", key: "0" },
  { stage: "costliest", title: "Costs most", key: "m" },
  ...(["detected", "decided", "acted", "dead", "whole"] as const).map((stage, at) => ({ stage, title: headStartTitles[stage].title, key: String(at + 1) })),
];

/** Which stage is told, in the address: by its link or by its key. */
export function HeadStartStages({ per, asked }: { per: HeadStartPeriod; asked: AskedStage | undefined }) {
  const router = useRouter();
  const addressOf = (stage: AskedStage | undefined) => `/exposure?by=headstart&${headStartQuery(per, stage)}`;
  useActionKeys(Object.fromEntries(choices.map(({ stage, key }) => [key, () => router.push(addressOf(stage), { scroll: false })])));
  return (
    <nav aria-label="Stage" className="flex flex-wrap gap-1">
      {choices.map(({ stage, title, key }) => (
        <NearLink
          key={key}
          href={addressOf(stage)}
          scroll={false}
          aria-current={stage === asked ? "true" : undefined}
          aria-keyshortcuts={key}
          className={buttonStyle(stage === asked ? "default" : "quiet", "sm")}
        >
          {title}
          <span className="max-md:hidden">
            <KeyHint>{key}</KeyHint>
          </span>
        </NearLink>
      ))}
    </nav>
  );
}
