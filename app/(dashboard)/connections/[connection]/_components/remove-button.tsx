"use client";

import { useRouter } from "next/navigation";
import { ReasonButton } from "../../../_components/reason-button";
import { removeConnectionAction } from "../../actions";

/** Stops reading and revoking at a connection; what is known of it stays. */
export function RemoveButton({ id, name }: { id: string; name: string }) {
  const router = useRouter();
  async function remove(reason: string) {
    const result = await removeConnectionAction({ connectionId: id, reason });
    if (!result.ok) return result.error;
    router.push("/connections");
    return null;
  }
  return (
    <ReasonButton
      title={`Remove ${name}`}
      description="It is not read any more and nothing can be revoked there. Its tokens, findings and history stay: not being watched is no reason to call them gone."
      verb="Remove the connection"
      failed="It was not removed"
      act={remove}
    >
      Remove
    </ReasonButton>
  );
}
