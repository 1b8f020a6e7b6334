"use server";

import { attest } from "@/lib/attestations/attest";
import { AttestInput } from "@/lib/attestations/schemas";
import { defineAction } from "@/lib/next/define-action";
import { answerOffers } from "@/lib/ownership/answer-offers";
import { AnswerOffersInput, WithdrawOffersInput } from "@/lib/ownership/schemas";
import { withdrawOffers } from "@/lib/ownership/withdraw-offers";

export const attestAction = defineAction({
  input: AttestInput,
  authorize: () => ({ action: "token.attest", resource: { type: "page", id: "my-tokens" } }),
  run: attest,
});

export const answerOffersAction = defineAction({
  input: AnswerOffersInput,
  authorize: () => ({ action: "token.attest", resource: { type: "page", id: "my-tokens" } }),
  run: answerOffers,
});

export const withdrawOffersAction = defineAction({
  input: WithdrawOffersInput,
  authorize: () => ({ action: "token.attest", resource: { type: "page", id: "my-tokens" } }),
  run: withdrawOffers,
});
