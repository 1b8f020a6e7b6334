"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Select, Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import { tokenClassTitles } from "@/lib/domain/words";
import { FormDialog } from "../../_components/form-dialog";
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

interface FormProps {
  from?: TtlValues;
  controls: { key: string; title: string }[];
}

/** Sets one TTL policy, beginning with the one given. It takes the place of the one in force for the same class and environment. */
export function TtlDialog({ label, small, ...form }: FormProps & { label: string; small?: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size={small ? "sm" : "md"} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && <TtlForm {...form} onClose={() => setOpen(false)} />}
    </>
  );
}

function TtlForm({ from, controls, onClose }: FormProps & { onClose: () => void }) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(from));
  async function set() {
    const result = await setTtlPolicyAction({
      ...draft,
      class: (draft.class || null) as TtlValues["class"],
      environment: (draft.environment || null) as TtlValues["environment"],
    });
    if (!result.ok) return result.error;
    notify("success", "The policy is in force. What goes beyond it shows within a minute.");
    return null;
  }
  const typed = (name: keyof TtlValues) => (event: { target: { value: string } }) => setDraft({ ...draft, [name]: event.target.value });
  return (
    <FormDialog
      title="Set a TTL policy"
      description="It holds for tokens of this class and environment, unless a narrower one does. The rules follow by themselves."
      verb="Set policy"
      failed="It was not set"
      onSubmit={set}
      onClose={onClose}
    >
      {(failure) => (
        <>
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
              <Field key={name} label={title} error={failure?.fields?.[name]}>
                {(control) => (
                  <Input {...control} type="number" min={1} max={36_500} step={1} placeholder="no limit" value={draft[name]} onChange={typed(name)} />
                )}
              </Field>
            ))}
          </div>
          <Field label="Why these numbers" error={failure?.fields?.rationale}>
            {(control) => <Textarea {...control} required maxLength={2000} value={draft.rationale} onChange={typed("rationale")} />}
          </Field>
          <Field label="The control it answers" error={failure?.fields?.control}>
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
        </>
      )}
    </FormDialog>
  );
}
