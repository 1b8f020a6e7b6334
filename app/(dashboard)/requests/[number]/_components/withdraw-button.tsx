"use client";

import { useQueryClient } from "@tanstack/react-query";
import { notify } from "@/components/ui/toast";
import { ReasonButton } from "../../../_components/reason-button";
import { withdrawRequestAction } from "../../actions";

/** The requester takes the request back, with a reason. */
export function WithdrawButton({ request, number }: { request: string; number: number }) {
  const client = useQueryClient();
  async function withdraw(reason: string) {
    const result = await withdrawRequestAction({ request, reason });
    if (!result.ok) return result.error;
    notify("success", `R-${number} is withdrawn. Nothing was revoked.`);
    void client.invalidateQueries();
    return null;
  }
  return (
    <ReasonButton
      title={`Withdraw R-${number}`}
      description="Nobody can sign it afterwards. It can be filed again."
      verb="Withdraw the request"
      failed="It was not withdrawn"
      act={withdraw}
    >
      Withdraw
    </ReasonButton>
  );
}
