"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Checkbox, Input, Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { Failure } from "@/lib/core/result";
import { type Channel, channels } from "@/lib/domain/exposures";
import { channelTitles } from "@/lib/domain/words";
import type { RuleRow } from "@/lib/exposure/rules/list-rules";
import { FormDialog } from "../../../_components/form-dialog";
import { addRuleAction, changeRuleAction } from "../../actions";
import { TryRule } from "./try-rule";

/** A rule of one's own, new or changed, with a sample to try it on. What was typed stays when it can't be used. */
export function RuleDialog({ rule, onClose }: { rule: RuleRow | null; onClose: () => void }) {
  const router = useRouter();
  const [title, setTitle] = useState(rule?.title ?? "");
  const [regex, setRegex] = useState(rule?.regex ?? "\\b(?<secret>[a-z0-9]{20})\\b");
  const [words, setWords] = useState(rule?.keywords.join(" ") ?? "");
  const [rotate, setRotate] = useState(rule?.rotate ?? "");
  const [excluded, setExcluded] = useState<ReadonlySet<Channel>>(new Set(rule?.excludedChannels));
  const keywords = words.split(/[\s,]+/).filter(Boolean);
  const draft = {
    title,
    regex,
    keywords,
    entropy: rule?.entropy ?? null,
    path: rule?.path ?? null,
    excludedChannels: [...excluded],
    rotate: rotate.trim() || null,
  };

  async function save(): Promise<Failure | null> {
    const result = rule ? await changeRuleAction({ ...draft, ruleId: rule.id, version: rule.version }) : await addRuleAction(draft);
    if (!result.ok) return result.error;
    notify("success", rule ? "Changed for the next scan." : "Added. The next scan looks by it.");
    router.refresh();
    return null;
  }
  const flip = (channel: Channel) => {
    const next = new Set(excluded);
    if (!next.delete(channel)) next.add(channel);
    setExcluded(next);
  };
  return (
    <FormDialog
      title={rule ? `Change “${rule.title}”` : "New rule"}
      description="What only your organisation makes. One line of a text at a time; each version stands in the audit log."
      verb={rule ? "Change" : "Add"}
      ready={title.trim() !== "" && keywords.length > 0}
      failed="It is not kept"
      onSubmit={save}
      onClose={onClose}
    >
      {(failure) => (
        <>
          <Field label="Name" hint="What is found is called that." error={failure?.fields?.title}>
            {(control) => <Input {...control} value={title} onChange={(event) => setTitle(event.target.value)} maxLength={120} required />}
          </Field>
          <Field label="Pattern" hint="RE2’s syntax. The group named secret is the secret itself." error={failure?.fields?.regex}>
            {(control) => (
              <Textarea
                {...control}
                className="mono text-[12.5px]"
                rows={2}
                spellCheck={false}
                value={regex}
                onChange={(event) => setRegex(event.target.value)}
                maxLength={1000}
                required
              />
            )}
          </Field>
          <Field
            label="Words"
            hint="At least one must stand in the line, of three letters or more: without it nothing is looked at."
            error={keywordError(failure)}
          >
            {(control) => (
              <Input {...control} className="mono text-[12.5px]" spellCheck={false} value={words} onChange={(event) => setWords(event.target.value)} required />
            )}
          </Field>
          <TryRule regex={regex} keywords={keywords} entropy={draft.entropy} />
          <Field label="How it is rotated" hint="For its owners. May stay empty." error={failure?.fields?.rotate}>
            {(control) => <Input {...control} value={rotate} onChange={(event) => setRotate(event.target.value)} maxLength={500} />}
          </Field>
          <fieldset className="flex flex-wrap gap-x-4 gap-y-1.5">
            <legend className="mb-1 text-[13px] font-[550]">Not in</legend>
            {channels.map((channel) => (
              <Checkbox key={channel} checked={excluded.has(channel)} onChange={() => flip(channel)}>
                {channelTitles[channel]}
              </Checkbox>
            ))}
          </fieldset>
        </>
      )}
    </FormDialog>
  );
}

function keywordError(failure: Failure | null): string | undefined {
  const fields = Object.entries(failure?.fields ?? {});
  return fields.find(([name]) => name.startsWith("keywords"))?.[1];
}
