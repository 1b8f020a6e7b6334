import Link from "next/link";
import { OpenSignerButton } from "@/app/(dashboard)/_components/open-signer-button";
import { ExactTime } from "@/components/ui/exact-time";
import { LinkButton } from "@/components/ui/link-button";
import { formatDuration, plural } from "@/lib/core/format";
import type { SetUp } from "@/lib/set-up/queries";
import { HostCommand } from "../../_components/host-command";
import { Step } from "./step";

/** The key that everything chains to: registered in a browser, pinned on the executor's host. */
export function RootSteps({ shown, administrator }: { shown: SetUp; administrator: boolean }) {
  const { states, root, keys } = shown;
  const mine = keys.filter(({ standing }) => standing === "active" || standing === "waiting");
  return (
    <>
      <Step
        state={states.key}
        title="An administrator registers a signing key"
        action={states.key !== "done" && administrator && <OpenSignerButton purpose="enrol">Register a key</OpenSignerButton>}
      >
        {root ? (
          <p>{root.person} holds the key that everything here chains to.</p>
        ) : mine.length > 0 ? (
          <p>Your key “{mine[0]?.name}” is registered. The signing page shows its fingerprint to compare.</p>
        ) : (
          <p>A passkey, made on the signing page at its own address. It signs decisions and never signs anyone in.</p>
        )}
      </Step>
      <Step state={states.root} title="Somebody on the host pins it as the trust root" onHost>
        {root ? (
          <>
            <p>
              Pinned on <ExactTime at={root.pinnedAt} />. Signatures count from <span className="mono">{root.origin}</span> (RP ID{" "}
              <span className="mono">{root.rpId}</span>).
            </p>
            <p>
              Fingerprint <span className="mono">{root.fingerprint}</span>
            </p>
          </>
        ) : (
          <>
            <p>Until then every execution is refused (no_trust_root). The command shows fingerprint, RP ID and origin; compare them with the signing page.</p>
            <HostCommand command="trust pin" />
          </>
        )}
      </Step>
    </>
  );
}

/** Who approves, and how many must. */
export function GroupStep({ shown }: { shown: SetUp }) {
  const { critical, standard, holdSeconds, wideningDelaySeconds } = shown.policy.statement;
  return (
    <Step state={shown.states.groups} title="Approver groups, and how many must sign" action={<LinkButton href="/policies">Policies</LinkButton>}>
      <p>
        {shown.policy.signed ? "As signed" : "Until you sign another policy"}: {plural(standard.people, "person", "people")} for a standard token;{" "}
        {plural(critical.people, "person", "people")} from {plural(critical.groups, "group")} for a critical or unknown one;{" "}
        {holdSeconds > 0 ? `${formatDuration(holdSeconds * 1000)} to stop it before the machine acts` : "the machine acts at once"}.
      </p>
      {shown.alone && shown.root && (
        <p>
          Sign groups, policy and connections <strong className="font-[580] text-ink">before the second person’s key</strong>: while one person alone holds a
          key, an administrator’s signature takes effect at once. After that, whatever widens authority needs two people and{" "}
          {wideningDelaySeconds > 0 ? `a delay of ${formatDuration(wideningDelaySeconds * 1000)}` : "no delay"}.
        </p>
      )}
    </Step>
  );
}

/** The people whose signatures are to count. */
export function ApproverStep({ shown }: { shown: SetUp }) {
  const { critical } = shown.policy.statement;
  return (
    <Step state={shown.states.approvers} title="Approvers register their keys" action={<LinkButton href="/people?role=approver">Approvers</LinkButton>}>
      <p>
        Each signs in, registers a key from this page, and an administrator signs it. A critical token needs {plural(critical.people, "person", "people")} from{" "}
        {plural(critical.groups, "group")}, and never the one who asked.
      </p>
      {shown.approvers.length > 0 && (
        <ul className="flex flex-col gap-0.5">
          {shown.approvers.map(({ id, name, key, groups }) => (
            <li key={id}>
              <Link href={`/people/${id}`} className="text-people underline underline-offset-2">
                {name}
              </Link>
              : {keyWords[key]}
              {groups.length > 0 ? `, in ${groups.join(", ")}` : ", in no group"}
            </li>
          ))}
        </ul>
      )}
    </Step>
  );
}

const keyWords = { active: "key counts", waiting: "key waits for signatures", refused: "key refused", withdrawn: "key withdrawn", none: "no key yet" } as const;
