"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Checkbox, Input, Select, Textarea } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import type { Recipients } from "@/lib/connections/sealing";
import { catalog, credentialFields } from "@/lib/connectors/catalog";
import type { Failure } from "@/lib/core/result";
import { CatalogFields, complete, filledIn } from "../../_components/catalog-fields";
import { OnTheHost, Recipient } from "../../_components/recipient";
import { sealAndStore } from "../../_components/seal-and-store";
import { addConnectionAction } from "../../actions";
import { DeclarationField } from "./declaration-field";
import { useCheckedDeclaration } from "./use-checked-declaration";

type Values = Record<string, string>;

/** One form: which system, where, and the credentials. What was typed stays when something is wrong. */
export function AddConnection({ recipients }: { recipients: Recipients }) {
  const router = useRouter();
  const [vendor, setVendor] = useState(catalog[0]?.vendor ?? "");
  const [basics, setBasics] = useState({ name: "", origin: "", ca: "", allowPrivate: false });
  const [settings, setSettings] = useState<Values>({});
  const [read, setRead] = useState<Values>({});
  const [revoke, setRevoke] = useState<Values>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const about = catalog.find((entry) => entry.vendor === vendor);
  const declarationField = about?.settings.find(({ text }) => text === "yaml");
  const checked = useCheckedDeclaration(declarationField ? (settings[declarationField.name] ?? "") : "");
  const declared = checked?.ok && checked.data.sound ? checked.data.declared : null;
  const readFields = credentialFields(vendor, "read", declared);
  const revokeFields = credentialFields(vendor, "revoke", declared);
  if (!about || !readFields) return null;
  const revoking = revokeFields !== null && Object.keys(filledIn(revoke)).length > 0;
  const ready =
    basics.name.trim() &&
    basics.origin.trim() &&
    (!declarationField || declared) &&
    complete(readFields, read) &&
    (!revoking || complete(revokeFields ?? [], revoke));
  const put = (part: Partial<typeof basics>) => setBasics({ ...basics, ...part });

  async function add(event: React.FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    const added = await addConnectionAction({ vendor, ...basics, ca: basics.ca.trim() || null, settings: filledIn(settings) });
    if (!added.ok) {
      setFailure(added.error);
      setBusy(false);
      return;
    }
    const { id } = added.data;
    const problem =
      (await sealAndStore(id, "read", recipients.read, filledIn(read))) ??
      (revoking ? await sealAndStore(id, "revoke", recipients.revoke, filledIn(revoke)) : null);
    if (problem) notify("error", `${basics.name} is added, but a credential is missing. ${problem.message}`, { duration: 15_000 });
    else notify("success", `${basics.name} is added and is read now.`);
    router.push(`/connections/${id}`);
  }

  return (
    <form onSubmit={add} className="mt-4 flex max-w-[720px] flex-col gap-3.5">
      <Card title="Where">
        <div className="flex flex-col gap-3.5">
          <Field label="System" error={failure?.fields?.vendor}>
            {(control) => (
              <Select {...control} value={vendor} onChange={(event) => setVendor(event.target.value)}>
                {catalog.map((entry) => (
                  <option key={entry.vendor} value={entry.vendor}>
                    {entry.title}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Name" hint="How people call it, like unleash-prod." error={failure?.fields?.name}>
            {(control) => <Input {...control} value={basics.name} onChange={(event) => put({ name: event.target.value })} maxLength={100} autoComplete="off" />}
          </Field>
          <Field label="Address" hint={about.origin.help} error={failure?.fields?.origin}>
            {(control) => (
              <Input
                {...control}
                value={basics.origin}
                onChange={(event) => put({ origin: event.target.value })}
                placeholder={about.origin.placeholder}
                inputMode="url"
                autoComplete="off"
                className="mono"
              />
            )}
          </Field>
          {declarationField && (
            <DeclarationField
              field={declarationField}
              value={settings[declarationField.name] ?? ""}
              onChange={(text) => setSettings({ ...settings, [declarationField.name]: text })}
              checked={checked}
              error={failure?.fields?.[`settings.${declarationField.name}`]}
            />
          )}
          <CatalogFields
            fields={about.settings.filter(({ text }) => text === undefined)}
            values={settings}
            onChange={(name, value) => setSettings({ ...settings, [name]: value })}
            errors={failure?.fields}
            prefix="settings"
          />
          <Checkbox checked={basics.allowPrivate} onChange={(event) => put({ allowPrivate: event.target.checked })}>
            It lives at a private address of our own network
          </Checkbox>
          <details>
            <summary className="cursor-pointer text-[13px] text-ink-2">A certificate authority of its own</summary>
            <div className="mt-2">
              <Field label="Certificate authority (PEM)" hint="Trusted for this address alone, instead of the system’s." error={failure?.fields?.ca}>
                {(control) => (
                  <Textarea
                    {...control}
                    value={basics.ca}
                    onChange={(event) => put({ ca: event.target.value })}
                    rows={5}
                    spellCheck={false}
                    className="mono"
                    placeholder="-----BEGIN CERTIFICATE-----"
                  />
                )}
              </Field>
            </div>
          </details>
        </div>
      </Card>
      <Card title="Credential for reading" aside="sealed to the collector">
        <div className="flex flex-col gap-3.5">
          <CatalogFields fields={readFields} values={read} onChange={(name, value) => setRead({ ...read, [name]: value })} />
          <Recipient use="read" recipient={recipients.read} />
        </div>
      </Card>
      {revokeFields && (
        <Card title="Credential for revoking" aside="sealed to the executor · can be added later">
          <div className="flex flex-col gap-3.5">
            <CatalogFields fields={revokeFields} values={revoke} onChange={(name, value) => setRevoke({ ...revoke, [name]: value })} />
            <Recipient use="revoke" recipient={recipients.revoke} />
            <OnTheHost use="revoke" />
          </div>
        </Card>
      )}
      {failure && (
        <Message tone="error" title="The connection was not added">
          {failure.message}
        </Message>
      )}
      <div className="flex justify-end gap-2">
        <LinkButton href="/connections">Cancel</LinkButton>
        <Button type="submit" variant="primary" busy={busy} disabled={!ready}>
          Seal and add
        </Button>
      </div>
    </form>
  );
}
