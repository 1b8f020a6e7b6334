"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyText } from "@/components/ui/copy-text";
import { Dialog } from "@/components/ui/dialog";
import { ExactTime } from "@/components/ui/exact-time";
import { Field } from "@/components/ui/field";
import { Checkbox, Input, Select } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import type { Failure } from "@/lib/core/result";
import { type ApiScope, apiScopeMeanings } from "@/lib/domain/api-scopes";
import { createApiTokenAction } from "../actions";

const lives = [7, 30, 90, 180, 365];

interface Made {
  token: string;
  expiresAt: Date;
}

/** Makes an API token and shows it once. */
export function CreateDialog({ scopes }: { scopes: readonly ApiScope[] }) {
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  function change(next: boolean) {
    if (next) setMade(null);
    setFailure(null);
    setOpen(next);
  }
  async function create(form: FormData) {
    setBusy(true);
    const result = await createApiTokenAction({ name: String(form.get("name")), days: Number(form.get("days")), scopes: form.getAll("scopes") as ApiScope[] });
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    setMade(result.data);
  }
  return (
    <>
      <Button variant="primary" onClick={() => change(true)}>
        Make an API token
      </Button>
      <Dialog
        open={open}
        onOpenChange={change}
        title={made ? "Your new API token" : "Make an API token"}
        description={
          made ? "It is not shown again, and nobody can look it up: only its hash is kept." : "It speaks for you, within these scopes and your roles."
        }
      >
        {made ? (
          <Shown made={made} onDone={() => change(false)} />
        ) : (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void create(new FormData(event.currentTarget));
            }}
            className="flex flex-col gap-3.5"
          >
            <Field
              label="What it is for"
              hint="Its name and purpose in the inventory, like “nightly report to the data warehouse”."
              error={failure?.fields?.name}
            >
              {(control) => <Input {...control} name="name" required maxLength={200} autoComplete="off" />}
            </Field>
            <Field label="Lives for" error={failure?.fields?.days}>
              {(control) => (
                <Select {...control} name="days" defaultValue={90}>
                  {lives.map((days) => (
                    <option key={days} value={days}>
                      {days} days
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <fieldset className="flex flex-col gap-2">
              <legend className="mb-1.5 text-[13px] font-[550]">Scopes</legend>
              {scopes.map((scope) => (
                <Checkbox key={scope} name="scopes" value={scope}>
                  <span className="mono">{scope}</span>
                  <span className="block text-[12.5px] text-ink-2">{apiScopeMeanings[scope]}</span>
                </Checkbox>
              ))}
              {failure?.fields?.scopes && <p className="text-[12.5px] text-critical">{failure.fields.scopes}</p>}
            </fieldset>
            {failure && !failure.fields && (
              <Message tone="error" title="It was not made">
                {failure.message}
              </Message>
            )}
            <div className="flex justify-end gap-2">
              <Button onClick={() => change(false)}>Cancel</Button>
              <Button type="submit" variant="primary" busy={busy}>
                Make token
              </Button>
            </div>
          </form>
        )}
      </Dialog>
    </>
  );
}

function Shown({ made, onDone }: { made: Made; onDone: () => void }) {
  return (
    <div className="flex flex-col gap-3 text-[13px]">
      <CopyText text={made.token} label="API token" />
      <p className="text-ink-2">
        Send it as <span className="mono">Authorization: Bearer …</span> until <ExactTime at={made.expiresAt} show="both" />. Keep it where the program keeps
        its secrets.
      </p>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onDone}>
          I have kept it
        </Button>
      </div>
    </div>
  );
}
