"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import type { Failure, Result } from "@/lib/core/result";
import type { TokenPage } from "@/lib/tokens/token-page";
import type { TokenRow } from "@/lib/tokens/token-row";
import { clearOwnerAction, confirmOwnerAction } from "../actions";
import { type Chosen, PersonField } from "./person-field";

/** Who answers for a token, who stands in, and what it is for. */
export function OwnerDialog({ row, owner, onClose }: { row: TokenRow; owner: TokenPage["owner"]; onClose: () => void }) {
  const router = useRouter();
  const [person, setPerson] = useState<Chosen | null>(row.owner && { id: row.owner.id, name: row.owner.name });
  const [backup, setBackup] = useState<Chosen | null>(owner?.backup ?? null);
  const [purpose, setPurpose] = useState(owner?.purpose ?? "");
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  async function run(action: Promise<Result<void>>, done: string) {
    setBusy(true);
    const result = await action;
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    notify("success", done);
    router.refresh();
    onClose();
  }
  function save(event: React.FormEvent) {
    event.preventDefault();
    if (person)
      void run(
        confirmOwnerAction({ token: row.id, person: person.id, backup: backup?.id, purpose: purpose.trim() || null }),
        `${person.name} owns ${row.name}.`,
      );
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Owner of ${row.name}`}
      description="A person answers for it. A suggestion counts for nothing until somebody confirms it."
    >
      <form onSubmit={save} className="flex flex-col gap-3.5">
        <PersonField label="Owner" chosen={person} onChoose={setPerson} error={failure?.fields?.person} />
        <PersonField
          label="Backup"
          chosen={backup}
          onChoose={setBackup}
          hint="Answers when the owner is away. May stay empty."
          error={failure?.fields?.backup}
        />
        <Field label="Purpose" hint="One sentence: what breaks without it?">
          {(control) => <Input {...control} value={purpose} onChange={(event) => setPurpose(event.target.value)} maxLength={500} />}
        </Field>
        {failure && (
          <Message tone="error" title="The owner was not changed">
            {failure.message}
          </Message>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          {row.owner && (
            <Button
              variant="quiet"
              className="mr-auto"
              busy={busy}
              onClick={() => void run(clearOwnerAction({ token: row.id }), `Nobody owns ${row.name} now.`)}
            >
              {row.owner.state === "suggested" ? "Dismiss the suggestion" : "Clear the owner"}
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={busy} disabled={!person}>
            Confirm owner
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
