"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import { FormDialog } from "../../_components/form-dialog";
import { QueryProvider } from "../../_components/query-provider";
import { type Chosen, PersonField } from "../../inventory/_components/person-field";
import { decideLinkAction } from "../../people/actions";

interface Props {
  accountId: string;
  account: string;
  linkedTo: { id: string; name: string } | null;
  onClose: () => void;
}

/** Chooses an active person of the directory, and asks why. */
export function LinkDialog({ accountId, account, linkedTo, onClose }: Props) {
  const [person, setPerson] = useState<Chosen | null>(null);
  const [reason, setReason] = useState("");
  async function link() {
    const result = await decideLinkAction({ accountId, personId: person?.id ?? "", decision: "confirmed", reason });
    if (!result.ok) return result.error;
    notify("success", `${account} is linked to ${person?.name}. Findings follow within seconds.`);
    return null;
  }
  return (
    <QueryProvider>
      <FormDialog
        title={`Who answers for ${account}?`}
        description={`The account itself is not touched. What it made counts as theirs, and when they leave, it is found.${linkedTo ? ` ${linkedTo.name} no longer counts for it.` : ""}`}
        verb="Link account"
        ready={person !== null && reason.trim() !== ""}
        failed="The account was not linked"
        besideFields
        onSubmit={link}
        onClose={onClose}
      >
        {(failure) => (
          <>
            <PersonField label="Person" chosen={person} onChoose={setPerson} error={failure?.fields?.personId} />
            <Field label="Why" hint="Stands in the audit log and beside the account." error={failure?.fields?.reason}>
              {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} required />}
            </Field>
          </>
        )}
      </FormDialog>
    </QueryProvider>
  );
}
