"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import { markTitles } from "@/lib/domain/words";
import type { TriedRule } from "@/lib/exposure/rules/try-rule";
import { tryRuleAction } from "../../actions";

/** A sample to try a rule on, as a scan would. It is sent to be tried, and kept nowhere. */
export function TryRule({ regex, keywords, entropy }: { regex: string; keywords: string[]; entropy: number | null }) {
  const [sample, setSample] = useState("");
  const [tried, setTried] = useState<{ sample: string; answer: TriedRule } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  async function attempt() {
    setBusy(true);
    const result = await tryRuleAction({ regex, keywords, entropy, sample });
    setBusy(false);
    setFailure(result.ok ? null : result.error);
    setTried(result.ok ? { sample, answer: result.data } : null);
  }
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line bg-sunken px-3 py-2.5">
      <Field label="Try it on" hint="Kept nowhere and logged nowhere; within the time that a scan gives a rule." error={failure?.message}>
        {(control) => (
          <Textarea
            {...control}
            className="mono text-[12.5px]"
            rows={3}
            spellCheck={false}
            value={sample}
            onChange={(event) => setSample(event.target.value)}
            maxLength={20_000}
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-3">
        <Button size="sm" busy={busy} disabled={sample === "" || keywords.length === 0} onClick={() => void attempt()}>
          Try
        </Button>
        <p role="status" className="text-[12.5px] text-ink-2">
          {tried &&
            `${tried.answer.hits.length === 0 ? "It finds nothing" : `It finds ${plural(tried.answer.hits.length, "secret")}`}, in ${tried.answer.milliseconds} ms.${
              tried.answer.exhausted ? " It used up its time: a scan would leave it out of the rest of such a text." : ""
            }`}
        </p>
      </div>
      {tried && tried.answer.hits.length > 0 && (
        <ul className="max-h-32 overflow-y-auto text-[12.5px]">
          {tried.answer.hits.map(({ line, start, end, mark }) => (
            <li key={start}>
              line {line}: <mark className="mono rounded-sm bg-people-soft px-1 break-all text-ink">{tried.sample.slice(start, end)}</mark>
              {mark && <span className="text-ink-3"> known not to be live: {(markTitles[mark] ?? mark).toLowerCase()}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
