"use client";

import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ChoiceField, type Chosen } from "../../_components/choice-field";
import { addDestinationAction, linkTokensAction } from "../actions";
import { AskDialog } from "./ask-dialog";

interface Props {
  workload: { id: string; name: string };
  onClose: () => void;
}

/** A token that the workload uses. */
export function LinkTokenDialog({ workload, onClose }: Props) {
  const [token, setToken] = useState<Chosen | null>(null);
  return (
    <AskDialog
      title={`A token that ${workload.name} uses`}
      description="You declare it: your name and the day stand beside the link."
      verb="Link token"
      done={`${workload.name} uses ${token?.name}.`}
      ready={token !== null}
      ask={() => linkTokensAction({ workload: workload.id, tokens: token ? [token.id] : [] })}
      onClose={onClose}
    >
      {(wrong) => (
        <ChoiceField
          label="Token"
          from="/api/token-choices"
          chosen={token}
          onChoose={setToken}
          placeholder="Type a name or hint"
          nothing="No token is called that."
          error={wrong.tokens}
        />
      )}
    </AskDialog>
  );
}

/** What the workload reaches, and the further token that it finds there. */
export function DestinationDialog({ workload, onClose }: Props) {
  const [destination, setDestination] = useState("");
  const [token, setToken] = useState<Chosen | null>(null);
  return (
    <AskDialog
      title={`What ${workload.name} reaches`}
      description="A host or system by its name. Addresses with a password in them are refused."
      verb="Add destination"
      done={`${workload.name} reaches ${destination.trim()}.`}
      ask={() => addDestinationAction({ workload: workload.id, destination, token: token?.id })}
      onClose={onClose}
    >
      {(wrong) => (
        <>
          <Field label="Destination" error={wrong.destination}>
            {(control) => (
              <Input
                {...control}
                value={destination}
                onChange={(event) => setDestination(event.target.value)}
                placeholder="warehouse.internal"
                maxLength={500}
                required
              />
            )}
          </Field>
          <ChoiceField
            label="Token found there"
            from="/api/token-choices"
            chosen={token}
            onChoose={setToken}
            hint="A further token that it holds or is called with. May stay empty."
            placeholder="Type a name or hint"
            nothing="No token is called that."
            error={wrong.token}
          />
        </>
      )}
    </AskDialog>
  );
}
