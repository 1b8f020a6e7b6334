"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Select, Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import type { Failure } from "@/lib/core/result";
import { tokenClassTitles } from "@/lib/domain/words";
import { setTtlPolicyAction } from "../actions";

const days = [
  { name: "longestDays", label: "Longest life, days" },
  { name: "rotateDays", label: "Replace every, days" },
  { name: "unusedDays", label: "Unused after, days" },
  { name: "attestDays", label: "Answer every, days" },
] as const;
type Days = (typeof days)[number]["name"];

export interface TtlValues extends Record<Days, number | null> {
  class: keyof typeof tokenClassTitles | null;
  environment: "production" | "other" | null;
  rationale: string;
  control: string;
}
type Draft = Record<keyof TtlValues, string>;

const draftOf = (from?: TtlValues): Draft => ({
  class: from?.class ?? "",
  environment: from?.environment ?? "",
  longestDays: String(from?.longestDays ?? ""),
  rotateDays: String(from?.rotateDays ?? ""),
  unusedDays: String(from?.unusedDays ?? ""),
  attestDays: String(from?.attestDays ?? ""),
  rationale: from?.rationale ?? "",
  control: from?.control ?? "OWASP-NHI:2025/NHI7",
});

/** Sets one TTL policy, beginning with the one given. It takes the place of the one in force for the same class and environment. */
export function TtlDialog(props: { label: string; small?: boolean; from?: TtlValues; controls: { key: string; title: string }[] }) {
  const { label, small, from, controls } = props;
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [draft, setDraft] = useState<Draft>(() => draftOf(from));
  function change(next: boolean) {
    if (next) setDraft(draftOf(from));
    setFailure(null);
    setOpen(next);
  }
  async function submit(event: React.FormEvent) {
    event.preventDefault();
    setBusy(true);
    const result = await setTtlPolicyAction({
      ...draft,
      class: (draft.class || null) as TtlValues["class"],
      environment: (draft.environment || null) as TtlValues["environment"],
    });
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    setOpen(false);
    notify("success", "The policy is in force. What goes beyond it shows within a minute.");
  }
  const typed = (name: keyof TtlValues) => (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value });
  const wrong = failure?.fields ?? {};
  return (
    <>
      <Button size={small ? "sm" : "md"} onClick={() => change(true)}>
        {label}
      </Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title="Set a TTL policy"
        description="It holds for tokens of this class and environment, unless a narrower one does. The rules follow by themselves."
      >
        <form onSubmit={submit} className="flex flex-col gap-3.5">
          <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
            <Field label="Class">
              {(control) => (
                <Select {...control} value={draft.class} onChange={typed("class")}>
                  <option value="">Every class</option>
                  {Object.entries(tokenClassTitles).map(([value, title]) => (
                    <option key={value} value={value}>
                      {title}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field label="Environment">
              {(control) => (
                <Select {...control} value={draft.environment} onChange={typed("environment")}>
                  <option value="">Every environment</option>
                  <option value="production">Production or unknown</option>
                  <option value="other">Known not to be production</option>
                </Select>
              )}
            </Field>
            {days.map(({ name, label: title }) => (
              <Field key={name} label={title} error={wrong[name]}>
                {(control) => (
                  <Input {...control} type="number" min={1} max={36_500} step={1} placeholder="no limit" value={draft[name]} onChange={typed(name)} />
                )}
              </Field>
            ))}
          </div>
          <Field label="Why these numbers" error={wrong.rationale}>
            {(control) => <Textarea {...control} required maxLength={2000} value={draft.rationale} onChange={typed("rationale")} />}
          </Field>
          <Field label="The control it answers" error={wrong.control}>
            {(control) => (
              <Select {...control} value={draft.control} onChange={typed("control")}>
                {controls.map(({ key, title }) => (
                  <option key={key} value={key}>
                    {key} {title}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          {failure && (
            <Message tone="error" title="It was not set">
              {failure.message}
            </Message>
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button type="submit" variant="primary" busy={busy}>
              Set policy
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
