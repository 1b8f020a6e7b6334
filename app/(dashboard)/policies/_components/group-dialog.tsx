"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import type { ApproverGroup } from "@/lib/set-up/policies";
import { PersonSearch } from "./person-search";
import { useProposal } from "./use-proposal";

/** Proposes a new group, or another membership of one. */
export function GroupDialog({ group }: { group: ApproverGroup | null }) {
  const { open, setOpen, busy, failure, propose } = useProposal();
  const [name, setName] = useState("");
  const [members, setMembers] = useState<{ id: string; name: string }[]>([]);
  function change(next: boolean) {
    if (next) {
      setName(group?.name ?? "");
      setMembers(group?.members.filter(({ active }) => active) ?? []);
    }
    setOpen(next);
  }
  function submit(event: React.FormEvent) {
    event.preventDefault();
    void propose({ propose: "group", group: name.trim(), members: members.map(({ id }) => id) });
  }
  return (
    <>
      <Button size={group ? "sm" : "md"} onClick={() => change(true)} aria-label={group ? `Change ${group.name}` : undefined}>
        {group ? "Change" : "Propose a group"}
      </Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title={group ? `Propose who is in ${group.name}` : "Propose an approver group"}
        description="The list takes the place of the one in force once it is signed. Adding somebody widens authority; removing does not."
      >
        <form onSubmit={submit} className="flex flex-col gap-3.5">
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
          {failure && !failure.fields?.group && (
            <Message tone="error" title="It was not proposed">
              {failure.message}
            </Message>
          )}
          <div className="flex justify-end gap-2">
            <Button onClick={() => change(false)}>Cancel</Button>
            <Button type="submit" variant="primary" busy={busy} disabled={!name.trim() || (!group && members.length === 0)}>
              Propose group
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
