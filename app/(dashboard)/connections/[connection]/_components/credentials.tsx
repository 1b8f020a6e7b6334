"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Message } from "@/components/ui/message";
import { RelativeTime } from "@/components/ui/relative-time";
import { notify } from "@/components/ui/toast";
import type { Recipients } from "@/lib/connections/sealing";
import { credentialFields } from "@/lib/connectors/catalog";
import type { CatalogField } from "@/lib/connectors/catalog-entry";
import type { CredentialUse } from "@/lib/domain/credential-use";
import { CatalogFields, complete, filledIn } from "../../_components/catalog-fields";
import { OnTheHost, Recipient } from "../../_components/recipient";
import { sealAndStore } from "../../_components/seal-and-store";
import type { Connection } from "../../_components/views";

/** Both credentials of a connection: when each was sealed, and a form to seal a new one in this browser. */
export function Credentials({ connection, recipients }: { connection: Connection; recipients: Recipients }) {
  const { vendor, declared } = connection;
  const [read, revoke] = [credentialFields(vendor, "read", declared), credentialFields(vendor, "revoke", declared)];
  if (!read) return null;
  return (
    <Card title="Credentials" aside="sealed in your browser before they leave it; nobody can read them back here">
      <div className="grid grid-cols-1 gap-5 lg:grid-cols-2">
        <SealForm {...{ connection, recipients }} use="read" fields={read} sealedAt={connection.readCredentialAt} />
        {revoke && <SealForm {...{ connection, recipients }} use="revoke" fields={revoke} sealedAt={connection.revokeCredentialAt} />}
      </div>
      <div className="mt-4 border-t border-line pt-3">
        <OnTheHost use={revoke ? "revoke" : "read"} connection={connection.id} />
      </div>
    </Card>
  );
}

const titles: Record<CredentialUse, string> = { read: "For reading", revoke: "For revoking" };
const whose: Record<CredentialUse, string> = {
  read: "Only the collector can open it.",
  revoke: "Only the executor can open it, and it acts on signed statements alone.",
};

function SealForm({
  connection,
  recipients,
  use,
  fields,
  sealedAt,
}: {
  connection: Connection;
  recipients: Recipients;
  use: CredentialUse;
  fields: readonly CatalogField[];
  sealedAt: string | null;
}) {
  const client = useQueryClient();
  const router = useRouter();
  const [open, setOpen] = useState(sealedAt === null);
  const [values, setValues] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  async function seal(event: React.FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const failure = await sealAndStore(connection.id, use, recipients[use], filledIn(values)).catch(() => ({
      message: "Your browser could not seal it. Nothing was sent; try again.",
    }));
    setBusy(false);
    // A process that has been started meanwhile has its key shown, and what was typed stays.
    if (!recipients[use]) router.refresh();
    if (failure) return setProblem(failure.message);
    setValues({});
    setOpen(false);
    notify("success", use === "read" ? `Sealed. ${connection.name} is read now.` : "Sealed. The executor uses it from the next revocation on.");
    void client.invalidateQueries();
  }
  return (
    <section aria-label={titles[use]}>
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h3 className="text-[13.5px] font-[560]">{titles[use]}</h3>
        <span className="text-[12.5px] text-ink-3">
          {sealedAt ? (
            <>
              sealed <RelativeTime at={sealedAt} />
            </>
          ) : (
            "none sealed"
          )}
        </span>
      </div>
      <p className="text-[12.5px] text-ink-3">{whose[use]}</p>
      <Recipient use={use} recipient={recipients[use]} />
      {open ? (
        <form onSubmit={seal} className="mt-2.5 flex flex-col gap-3">
          <CatalogFields fields={fields} values={values} onChange={(name, value) => setValues({ ...values, [name]: value })} />
          {problem && (
            <Message tone="error" title="It was not sealed">
              {problem}
            </Message>
          )}
          <div className="flex justify-end gap-2">
            {sealedAt && <Button onClick={() => setOpen(false)}>Cancel</Button>}
            <Button type="submit" variant="primary" busy={busy} disabled={!complete(fields, values)}>
              Seal it
            </Button>
          </div>
        </form>
      ) : (
        <Button size="sm" className="mt-2" onClick={() => setOpen(true)}>
          Seal a new one
        </Button>
      )}
    </section>
  );
}
