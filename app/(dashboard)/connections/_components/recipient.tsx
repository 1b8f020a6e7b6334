import { type CredentialUse, sealedTo } from "@/lib/domain/credential-use";
import { HostCommand } from "../../_components/host-command";

/** The key that a credential is sealed to, whole, so that it can be compared. It is short enough to be its own fingerprint. */
export function Recipient({ use, recipient }: { use: CredentialUse; recipient: string | null }) {
  if (!recipient) return <p className="text-[12.5px] text-ink-3">The {sealedTo[use]} is not running, so there is nothing to seal to. Start it first.</p>;
  return (
    <p className="text-[12.5px] text-ink-3">
      Sealed to <span className="mono break-all text-ink-2">{recipient}</span>
    </p>
  );
}

/** How to check the keys, and the way that needs no browser. The id stands in the command, since a name could hold anything that a shell obeys. */
export function OnTheHost({ use, connection }: { use: CredentialUse; connection?: string }) {
  return (
    <div className="flex flex-col gap-1.5 text-[12.5px] text-ink-3">
      <p>Compare the keys before you type: on the host, this shows them from the processes’ own folders.</p>
      <HostCommand command="credential recipient" />
      <p>
        What is typed here passes through the page that this server sent, and a server that was taken over could send another. Sealing on the host needs no page
        {use === "revoke" && ": prefer it for the credential for revoking"}.
      </p>
      {connection ? (
        <HostCommand command={`credential seal ${connection} --for ${use}`} />
      ) : (
        <p>Leave that one out here; once the connection is added, its page shows the command.</p>
      )}
    </div>
  );
}
