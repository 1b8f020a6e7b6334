"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { notify } from "@/components/ui/toast";
import type { Attested } from "@/lib/attestations/attest";
import type { MyRow } from "@/lib/attestations/my-row";
import type { Attest, AttestationAnswer } from "@/lib/attestations/schemas";
import { plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import { useLeaving } from "../../_components/use-leaving";
import { attestAction } from "../actions";

type Said = { [A in AttestationAnswer]: Omit<Attest<A>, "items"> }[AttestationAnswer];

const words: Record<AttestationAnswer, string> = {
  mine: "attested",
  transfer: "offered: until it is taken it stays yours",
  not_mine: "given back",
  no_longer_needed: "marked as no longer needed",
};

/** Gives answers for rows as they were seen. What is answered leaves the list at once; what was left out, or is to be done by hand, is told. */
export function useAnswers() {
  const client = useQueryClient();
  const { stays, leave } = useLeaving();
  const [leftOut, setLeftOut] = useState<Attested["leftOut"]>([]);
  const [byHand, setByHand] = useState<Attested["byHand"]>([]);
  const [answered, setAnswered] = useState(0);

  async function answer(rows: readonly MyRow[], said: Said): Promise<Failure | null> {
    const result = await attestAction({ ...said, items: rows.map(({ token, version }) => ({ token, version })) } as Parameters<typeof attestAction>[0]);
    if (!result.ok) {
      if (result.error.code === "Conflict") void client.invalidateQueries();
      return result.error;
    }
    const { done, requests } = result.data;
    const held = new Set(done);
    leave(rows.filter(({ token }) => held.has(token)));
    setLeftOut(result.data.leftOut);
    setByHand(result.data.byHand);
    setAnswered(answered + done.length);
    const filed = requests.length > 0 ? ` ${requests.map((number) => `R-${number}`).join(", ")} filed; sign it on its page.` : "";
    if (done.length > 0) notify("success", `${plural(done.length, "token")} ${words[said.answer]}.${filed}`);
    void client.invalidateQueries();
    return null;
  }
  return { stays, leftOut, byHand, answered, answer, clear: () => [setLeftOut([]), setByHand([])] };
}
