import { z } from "zod";
import { answerRotation, withdrawRotation } from "../../exposure/rotation/answer-rotation";
import { askRotation } from "../../exposure/rotation/ask-rotation";
import { myRotations } from "../../exposure/rotation/my-rotations";
import { AnswerRotationInput, AskRotationInput, WithdrawRotationInput } from "../../exposure/rotation/schemas";
import { endpoint } from "../endpoint";
import { Rotation } from "../shapes/exposure";

const tag = "Exposures";

export const rotationEndpoints = [
  endpoint({
    method: "POST",
    path: "/exposures/{exposureId}/rotation",
    id: "askRotation",
    tag,
    summary: "Ask the owner of an exposed token to rotate it",
    description: "Its confirmed owner finds it under My tokens until the old one is known to be dead.",
    action: "finding.triage",
    input: AskRotationInput,
    output: z.object({ rotation: z.uuid() }),
    status: 201,
    run: (ctx, input) => askRotation(ctx, input),
  }),
  endpoint({
    method: "GET",
    path: "/rotations",
    id: "listMyRotations",
    tag,
    summary: "List what you are asked to rotate",
    description: "At most a hundred, the soonest due first.",
    action: "token.attest",
    input: z.object({}),
    output: z.object({ data: z.array(Rotation) }),
    run: async (ctx) => ({ data: await myRotations(ctx) }),
  }),
  endpoint({
    method: "POST",
    path: "/rotations/{rotationId}/answer",
    id: "answerRotation",
    tag,
    summary: "Say that a token was rotated, or that it can't be and why",
    description: "That it was is no proof: the task stays until the old one is known to be dead.",
    action: "token.attest",
    input: z.object(AnswerRotationInput.shape),
    output: z.object({ state: z.enum(["unproven", "cannot"]) }),
    run: (ctx, input) => answerRotation(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/rotations/{rotationId}/withdraw",
    id: "withdrawRotation",
    tag,
    summary: "Take back that an owner was asked",
    action: "finding.triage",
    input: WithdrawRotationInput,
    output: z.object({ exposure: z.uuid() }),
    run: (ctx, input) => withdrawRotation(ctx, input),
  }),
];
