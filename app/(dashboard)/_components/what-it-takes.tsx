import Link from "next/link";
import { formatDuration, plural } from "@/lib/core/format";
import type { RequestPreview } from "@/lib/requests/preview-request";
import type { RequestedEffect } from "@/lib/requests/schemas";

/** What will probably break, what can't be undone, who must sign, and whether there are enough who can. */
export function WhatItTakes({ preview, effect }: { preview: RequestPreview; effect: RequestedEffect }) {
  const { quorum, approvers, holdSeconds } = preview;
  const groups = quorum.groups > 1 ? ` from ${quorum.groups} approver groups` : "";
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-2 text-[13px]">
      <dt className="text-ink-3">Will break</dt>
      <dd>No usage source: we can’t say what breaks. Ask the owner before you ask for this.</dd>
      <dt className="text-ink-3">Undo</dt>
      <dd>
        {effect === "disabled"
          ? "An administrator of its system can switch it on again. Until then it opens nothing."
          : "Can’t be undone. Whoever still needs it must be issued a new token."}
      </dd>
      <dt className="text-ink-3">Must sign</dt>
      <dd>
        {plural(quorum.people, "person", "people")}
        {groups}, and never you. Sign your own request too, on the signer’s page: unsigned, it needs one more.{" "}
        {approvers.enough ? (
          <span className="text-ink-3">
            {plural(approvers.people.length, "person", "people")} can: {namesOf(approvers.people)}.
          </span>
        ) : (
          <span className="text-critical">
            {approvers.people.length === 0
              ? "Nobody has a key that counts yet"
              : `Only ${plural(approvers.people.length, "person", "people")} in ${plural(approvers.groups, "approver group")} can sign now`}
            , so this would wait.{" "}
            <Link href="/set-up" className="underline">
              Enrol approvers
            </Link>
          </span>
        )}
      </dd>
      <dt className="text-ink-3">Then</dt>
      <dd>
        {holdSeconds > 0
          ? `The machine waits ${formatDuration(holdSeconds * 1000)}, in which it can be stopped, then acts and tries the token until it is proven ${effect}.`
          : `The machine acts at once and tries the token until it is proven ${effect}.`}
        {!preview.revokeCredential && (
          <span className="text-critical">
            {" "}
            No revoke credential is sealed for {preview.connection.name}: the machine would refuse. An administrator can add one on its page.
          </span>
        )}
      </dd>
    </dl>
  );
}

const namesOf = (people: { name: string }[]): string => {
  const shown = people.slice(0, 3).map(({ name }) => name);
  return people.length > shown.length ? `${shown.join(", ")} and ${people.length - shown.length} more` : shown.join(", ");
};
