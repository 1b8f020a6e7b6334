"use client";

import { ReasonButton } from "../../_components/reason-button";
import { propose } from "./propose";

/** Proposes that a key counts for nothing from then on, for good. One administrator's signature is enough. */
export function WithdrawKeyButton({ keyId, title }: { keyId: string; title: string }) {
  return (
    <ReasonButton
      size="sm"
      label={`Withdraw ${title}`}
      title={`Withdraw ${title}?`}
      description="Once one administrator signs, it counts for nothing, for good and at once. What it signed before stays."
      verb="Propose withdrawal"
      failed="It was not proposed"
      act={(reason) => propose({ propose: "withdrawal", key: keyId, reason })}
    >
      Withdraw
    </ReasonButton>
  );
}
