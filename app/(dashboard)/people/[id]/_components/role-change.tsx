"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import { type RoleName, roleMeanings, roleTitles } from "@/lib/domain/roles";
import { grantRoleAction, revokeRoleAction } from "../../actions";

interface Props {
  personId: string;
  name: string;
  role: RoleName;
  /** true counts, false granted but void, undefined not granted */
  held: boolean | undefined;
  active: boolean;
  self: boolean;
}

/** Grants or removes one role, after saying what that means. */
export function RoleChange({ personId, name, role, held, active, self }: Props) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const removing = held !== undefined && (held || !active);
  if (!removing && !active) return null;
  const title = roleTitles[role];
  async function change() {
    setBusy(true);
    const result = await (removing ? revokeRoleAction({ personId, role }) : grantRoleAction({ personId, role }));
    setBusy(false);
    if (!result.ok) return setError(result.error.message);
    setOpen(false);
    notify("success", removing ? `${name} is no longer ${title}.` : `${name} is now ${title}.`);
  }
  return (
    <>
      <Button
        size="sm"
        aria-label={`${removing ? "Remove" : "Grant"} the role ${title}`}
        onClick={() => {
          setError(null);
          setOpen(true);
        }}
      >
        {removing ? "Remove" : "Grant"}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={removing ? `Remove “${title}” from ${name}?` : `Make ${name} ${title}?`}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant={removing ? "danger" : "primary"} busy={busy} onClick={() => void change()}>
              {removing ? "Remove role" : "Grant role"}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-3 text-[13.5px]">
          <p>{roleMeanings[role]}</p>
          <p className="text-ink-2">
            {removing ? "It ends with their next click. " : "It holds from their next click. "}
            Keys and approver groups are not touched: they are signed statements.
            {removing && self && " This is your own role: you may lose this page."}
          </p>
          {error && <Message tone="error">{error}</Message>}
        </div>
      </Dialog>
    </>
  );
}
