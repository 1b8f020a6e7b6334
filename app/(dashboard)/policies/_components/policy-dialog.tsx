"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ApprovalPolicyStatement } from "@/lib/domain/statement";
import { FormDialog } from "../../_components/form-dialog";
import { propose } from "./propose";

type Current = Pick<ApprovalPolicyStatement, "standard" | "critical" | "holdSeconds" | "wideningDelaySeconds">;

const fields = [
  { name: "standardPeople", label: "Standard: people", min: 1, max: 9 },
  { name: "standardGroups", label: "Standard: groups", min: 1, max: 9 },
  { name: "criticalPeople", label: "Critical or unknown: people", min: 1, max: 9 },
  { name: "criticalGroups", label: "Critical or unknown: groups", min: 1, max: 9 },
  { name: "hold", label: "Hold before acting, seconds", min: 0, max: 86_400 },
  { name: "delay", label: "Delay of widening, seconds", min: 0, max: 604_800 },
] as const;
type Values = Record<(typeof fields)[number]["name"], string>;

const valuesOf = ({ standard, critical, holdSeconds, wideningDelaySeconds }: Current): Values => ({
  standardPeople: String(standard.people),
  standardGroups: String(standard.groups),
  criticalPeople: String(critical.people),
  criticalGroups: String(critical.groups),
  hold: String(holdSeconds),
  delay: String(wideningDelaySeconds),
});

/** Proposes another approval policy, beginning with the one in force. */
export function PolicyDialog({ current }: { current: Current }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Propose another policy</Button>
      {open && <PolicyForm current={current} onClose={() => setOpen(false)} />}
    </>
  );
}

function PolicyForm({ current, onClose }: { current: Current; onClose: () => void }) {
  const [values, setValues] = useState<Values>(() => valuesOf(current));
  const wanted = () => ({
    propose: "policy" as const,
    standard: { people: Number(values.standardPeople), groups: Number(values.standardGroups) },
    critical: { people: Number(values.criticalPeople), groups: Number(values.criticalGroups) },
    holdSeconds: Number(values.hold),
    wideningDelaySeconds: Number(values.delay),
  });
  return (
    <FormDialog
      title="Propose an approval policy"
      description="Asking for less than the policy in force widens authority: once two people have keys, both must sign, and its delay runs."
      verb="Propose policy"
      failed="It was not proposed"
      onSubmit={() => propose(wanted())}
      onClose={onClose}
    >
      {() => (
        <>
          <div className="grid grid-cols-1 gap-3 sm:grid-cols-2">
            {fields.map(({ name, label, min, max }) => (
              <Field key={name} label={label}>
                {(control) => (
                  <Input
                    {...control}
                    type="number"
                    min={min}
                    max={max}
                    step={1}
                    required
                    value={values[name]}
                    onChange={(event) => setValues({ ...values, [name]: event.target.value })}
                  />
                )}
              </Field>
            ))}
          </div>
          <p className="text-[12.5px] text-ink-3">Requests signed under the policy in force must be filed again once another is active; one click does it.</p>
        </>
      )}
    </FormDialog>
  );
}
