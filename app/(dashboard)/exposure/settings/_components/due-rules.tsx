"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import { notify } from "@/components/ui/toast";
import { plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import type { DueBasis } from "@/lib/exposure/duties/due-bases";
import type { DueRule } from "@/lib/exposure/duties/due-rules";
import { FormDialog } from "../../../_components/form-dialog";
import { setDueRuleAction } from "../../actions";

const bases: Record<DueBasis, string> = { critical: "Works, or critical", high: "High", medium: "Medium", low: "Low" };

/** Within how many days exposures are to be seen to, and why so many. */
export function DueRules({ rules, sets }: { rules: readonly DueRule[]; sets: boolean }) {
  const [editing, setEditing] = useState<DueRule | null>(null);
  return (
    <Card title="Due days" aside="counted from when it was detected; a day set by hand goes before">
      <Table label="Due days">
        <thead>
          <tr>
            <Th>How grave</Th>
            <Th numeric>Within</Th>
            <Th className="max-md:hidden">Why</Th>
            <Th className="max-md:hidden">Set</Th>
            {sets && (
              <Th>
                <span className="sr-only">What you can do</span>
              </Th>
            )}
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.basis}>
              <Td className="py-1.5 font-[520]">
                {bases[rule.basis]}
                <span className="block text-[12px] font-normal text-ink-3 md:hidden">{visible(rule.reason, { lines: true })}</span>
              </Td>
              <Td numeric className="whitespace-nowrap">
                {rule.days === null ? "no day" : plural(rule.days, "day")}
              </Td>
              <Td className="py-1.5 text-ink-2 max-md:hidden">{visible(rule.reason, { lines: true })}</Td>
              <Td className="whitespace-nowrap text-ink-3 max-md:hidden">
                {rule.set ? (
                  <>
                    {rule.set.by}, <RelativeTime at={rule.set.at} />
                  </>
                ) : (
                  "as suggested"
                )}
              </Td>
              {sets && (
                <Td>
                  <Button size="sm" aria-label={`Change: ${bases[rule.basis]}`} onClick={() => setEditing(rule)}>
                    Change
                  </Button>
                </Td>
              )}
            </tr>
          ))}
        </tbody>
      </Table>
      {editing && <DueRuleDialog rule={editing} onClose={() => setEditing(null)} />}
    </Card>
  );
}

function DueRuleDialog({ rule, onClose }: { rule: DueRule; onClose: () => void }) {
  const router = useRouter();
  const [days, setDays] = useState(rule.days === null ? "" : String(rule.days));
  const [reason, setReason] = useState(rule.reason);
  return (
    <FormDialog
      title={`Due days: ${bases[rule.basis]}`}
      description="It holds for what is open too, unless somebody set its day."
      verb="Set"
      failed="It is not set"
      besideFields
      ready={reason.trim() !== ""}
      onSubmit={async () => {
        const result = await setDueRuleAction({ basis: rule.basis, days: days === "" ? null : Number(days), reason });
        if (!result.ok) return result.error;
        notify("success", "Set.");
        router.refresh();
        return null;
      }}
      onClose={onClose}
    >
      {(failure) => (
        <>
          <Field label="Days" hint="Without a number it has no day." error={failure?.fields?.days}>
            {(control) => <Input {...control} type="number" min={0} max={3650} value={days} onChange={(event) => setDays(event.target.value)} />}
          </Field>
          <Field label="Why so many" error={failure?.fields?.reason}>
            {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={500} required />}
          </Field>
        </>
      )}
    </FormDialog>
  );
}
