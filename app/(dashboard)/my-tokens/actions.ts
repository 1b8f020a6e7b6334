"use server";

import { attest } from "@/lib/attestations/attest";
import { AttestInput } from "@/lib/attestations/schemas";
import { answerRotation } from "@/lib/exposure/rotation/answer-rotation";
import { AnswerRotationInput } from "@/lib/exposure/rotation/schemas";
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

/** Says that an exposed token was rotated, or that it can't be and why. */
export const answerRotationAction = defineAction({
  input: AnswerRotationInput,
  authorize: ({ rotationId }) => ({ action: "token.attest", resource: { type: "rotation", id: rotationId } }),
  run: answerRotation,
  revalidate: ["/my-tokens"],
});
