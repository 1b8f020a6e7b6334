"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { notify } from "@/components/ui/toast";
import { formatCount, plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import type { DetectorRow } from "@/lib/exposure/rules/list-rules";
import { ReasonButton } from "../../../_components/reason-button";
import { switchDetectorAction } from "../../actions";

/** So many are shown at once; the search finds the others. */
const mostShown = 30;

/** Every kind of secret that is looked for, to be found by name, and which are off and why. */
export function DetectorSwitches({ detectors, manages }: { detectors: readonly DetectorRow[]; manages: boolean }) {
  const [asked, setAsked] = useState("");
  const off = detectors.filter((each) => each.off);
  const words = asked.trim().toLowerCase();
  const fitting = words ? detectors.filter(({ title, family, kind }) => `${title} ${family} ${kind}`.toLowerCase().includes(words)) : off;
  const shown = fitting.slice(0, mostShown);
  return (
    <Card title="Kinds of secrets" aside={`${formatCount(detectors.length - off.length)} on, ${formatCount(off.length)} off`}>
      <Field label="Find a kind" hint="By its name or its vendor. Without a word, those that are off.">
        {(control) => <Input {...control} type="search" className="max-w-[40ch]" value={asked} onChange={(event) => setAsked(event.target.value)} />}
      </Field>
      <p role="status" className="mt-2 text-[12.5px] text-ink-3">
        {words
          ? `${plural(fitting.length, "kind fits", "kinds fit")}${fitting.length > shown.length ? `; the first ${mostShown} are shown` : ""}.`
          : off.length === 0
            ? "Every kind is looked for."
            : `${plural(off.length, "kind is", "kinds are")} not looked for.`}
      </p>
      <ul className="mt-1 divide-y divide-line text-[13px]">
        {shown.map((detector) => (
          <Detector key={detector.kind} detector={detector} manages={manages} />
        ))}
      </ul>
    </Card>
  );
}

function Detector({ detector: { kind, title, family, off, tried, found }, manages }: { detector: DetectorRow; manages: boolean }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  async function on() {
    setBusy(true);
    const result = await switchDetectorAction({ kind, on: true });
    setBusy(false);
    notify(result.ok ? "success" : "error", result.ok ? "It is looked for by the next scan." : result.error.message);
    router.refresh();
  }
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
      <span className="min-w-0 flex-1">
        <span className="font-[520]">{title}</span> <span className="text-ink-3">{family}</span> {off && <Badge tone="medium">off</Badge>}
        {off && (
          <span className="block text-[12.5px] break-words text-ink-3">
            “{visible(off.reason, { lines: true })}” {off.by}, <RelativeTime at={off.at} />
          </span>
        )}
      </span>
      <span className="text-[12.5px] text-ink-3 tabular-nums">{formatCount(found)} found</span>
      {manages &&
        (off ? (
          <Button size="sm" busy={busy} aria-label={`Look for it again: ${title}`} onClick={() => void on()}>
            Look for it again
          </Button>
        ) : tried ? (
          <span className="text-[12.5px] text-ink-3">Can be tried, so it is always looked for</span>
        ) : (
          <ReasonButton
            size="sm"
            label={`Switch off: ${title}`}
            title={`Don’t look for “${title}”?`}
            description="Scans find no more of this kind from now on. What was found stays."
            verb="Switch off"
            failed="It is still looked for"
            act={async (reason) => {
              const result = await switchDetectorAction({ kind, on: false, reason });
              if (!result.ok) return result.error;
              notify("success", "The next scan does not look for it.");
              router.refresh();
              return null;
            }}
          >
            Switch off
          </ReasonButton>
        ))}
    </li>
  );
}
