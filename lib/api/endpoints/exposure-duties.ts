import { z } from "zod";
import { assignExposure } from "../../exposure/duties/assign-exposure";
import { commentExposure, commentsOf } from "../../exposure/duties/comments";
import { dueBases } from "../../exposure/duties/due-bases";
import { dueRules, setDueRule } from "../../exposure/duties/due-rules";
import { AssignExposureInput, CommentInput, SetDueInput, SetDueRuleInput } from "../../exposure/duties/schemas";
import { setDue } from "../../exposure/duties/set-due";
import { endpoint } from "../endpoint";
import { Comment, DueRule } from "../shapes/exposure";
import { Count, Instant } from "../shapes/parts";

const tag = "Exposures";

export const exposureDutyEndpoints = [
  endpoint({
    method: "POST",
    path: "/exposures/{exposureId}/assignee",
    id: "assignExposure",
    tag,
    summary: "Say who is to see to an exposure",
    description: "Somebody active; null: nobody.",
    action: "finding.triage",
    input: AssignExposureInput,
    output: z.object({ was: z.uuid().nullable(), assignee: z.uuid().nullable() }),
    run: (ctx, input) => assignExposure(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/exposures/{exposureId}/due",
    id: "setExposureDue",
    tag,
    summary: "Say by when an exposure is to be seen to",
    description: "The last day for it; null: as the due rules say.",
    action: "finding.triage",
    input: SetDueInput,
    output: z.object({ due: Instant.nullable() }),
    run: (ctx, input) => setDue(ctx, input),
  }),
  endpoint({
    method: "GET",
    path: "/exposures/{exposure}/comments",
    id: "listExposureComments",
    tag,
    summary: "Read what people said about an exposure",
    description: "The latest hundred, the oldest of them first.",
    action: "inventory.read",
    input: z.object({ exposure: z.uuid() }),
    output: z.object({ data: z.array(Comment), total: Count }),
    run: async (ctx, { exposure }) => {
      const { rows, total } = await commentsOf(ctx, exposure);
      return { data: rows, total };
    },
  }),
  endpoint({
    method: "POST",
    path: "/exposures/{exposureId}/comments",
    id: "commentExposure",
    tag,
    summary: "Say something about an exposure",
    description: "Nobody changes or removes it. What looks like a secret is refused.",
    action: "finding.triage",
    input: CommentInput,
    output: z.object({ id: z.uuid() }),
    status: 201,
    run: (ctx, input) => commentExposure(ctx, input),
  }),
  endpoint({
    method: "GET",
    path: "/due-rules",
    id: "listDueRules",
    tag,
    summary: "Read within how many days exposures are to be seen to",
    action: "inventory.read",
    input: z.object({}),
    output: z.object({ data: z.array(DueRule) }),
    run: async (ctx) => ({ data: await dueRules(ctx) }),
  }),
  endpoint({
    method: "PUT",
    path: "/due-rules/{basis}",
    id: "setDueRule",
    tag,
    summary: "Say within how many days exposures that are so grave are to be seen to",
    action: "finding.triage",
    input: SetDueRuleInput,
    output: z.object({ basis: z.enum(dueBases), days: z.int().nullable() }),
    run: (ctx, input) => setDueRule(ctx, input),
  }),
];
