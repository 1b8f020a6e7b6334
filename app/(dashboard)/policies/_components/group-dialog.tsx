"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ApproverGroup } from "@/lib/set-up/policies";
import { FormDialog } from "../../_components/form-dialog";
import { PersonSearch } from "./person-search";
import { propose } from "./propose";

/** Proposes a new group, or another membership of one. */
export function GroupDialog({ group }: { group: ApproverGroup | null }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size={group ? "sm" : "md"} onClick={() => setOpen(true)} aria-label={group ? `Change ${group.name}` : undefined}>
        {group ? "Change" : "Propose a group"}
      </Button>
      {open && <GroupForm group={group} onClose={() => setOpen(false)} />}
    </>
  );
}

function GroupForm({ group, onClose }: { group: ApproverGroup | null; onClose: () => void }) {
  const [name, setName] = useState(group?.name ?? "");
  const [members, setMembers] = useState<{ id: string; name: string }[]>(group?.members.filter(({ active }) => active) ?? []);
  return (
    <FormDialog
      title={group ? `Propose who is in ${group.name}` : "Propose an approver group"}
      description="The list takes the place of the one in force once it is signed. Adding somebody widens authority; removing does not."
      verb="Propose group"
      ready={name.trim() !== "" && (group !== null || members.length > 0)}
      failed="It was not proposed"
      besideFields
      onSubmit={() => propose({ propose: "group", group: name.trim(), members: members.map(({ id }) => id) })}
      onClose={onClose}
    >
      {(failure) => (
        <>
          {!group && (
            <Field label="Name of the group" hint="Lower-case letters, digits and hyphens, like platform or risk-office." error={failure?.fields?.group}>
              {(control) => (
                <Input
                  {...control}
                  value={name}
                  onChange={(event) => setName(event.target.value)}
                  required
                  maxLength={63}
                  autoComplete="off"
                  className="mono"
                />
              )}
            </Field>
          )}
          <PersonSearch label="Add a member" leaveOut={members.map(({ id }) => id)} onChoose={(person) => setMembers([...members, person])} />
          {members.length === 0 ? (
            <p className="text-[13px] text-ink-2">No members yet{group ? ": signed so, the group would be empty" : ""}.</p>
          ) : (
            <ul className="flex flex-wrap gap-1.5" aria-label="Members">
              {members.map(({ id, name: member }) => (
                <li key={id} className="inline-flex items-center gap-1 rounded-md border border-line bg-sunken pl-2.5 text-[13px]">
                  {member}
                  <button
                    type="button"
                    aria-label={`Leave ${member} out`}
                    className="inline-flex size-6 items-center justify-center rounded-sm text-ink-3 hover:text-ink"
                    onClick={() => setMembers(members.filter((one) => one.id !== id))}
                  >
                    <X aria-hidden size={13} />
                  </button>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </FormDialog>
  );
}
