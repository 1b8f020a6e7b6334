import { z } from "zod";
import { decideSuppression } from "../../exposure/suppressions/decide-suppression";
import { endSuppression } from "../../exposure/suppressions/end-suppression";
import { listSuppressions } from "../../exposure/suppressions/list-suppressions";
import { DecideSuppressionInput, EndSuppressionInput, SuppressionListInput } from "../../exposure/suppressions/schemas";
import { endpoint } from "../endpoint";
import { Suppression } from "../shapes/exposure";
import { pageOf } from "../shapes/parts";

const tag = "Exposures";

export const suppressionEndpoints = [
  endpoint({
    method: "GET",
    path: "/suppressions",
    id: "listSuppressions",
    tag,
    summary: "List what is said to be a false positive, by whom and until when",
    description: "`view`: living (in force), waiting (for a second person), unused (in force and has hidden nothing), ended. The latest first.",
    action: "inventory.read",
    input: SuppressionListInput,
    output: pageOf(Suppression),
    run: async (ctx, query) => {
      const { rows, next } = await listSuppressions(ctx, query);
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "POST",
    path: "/suppressions/{suppressionId}/decision",
    id: "decideSuppression",
    tag,
    summary: "Agree, or don't, that a grave secret is none",
    description: "Whoever proposed it can't. Declining needs a reason.",
    action: "finding.triage",
    input: z.object(DecideSuppressionInput.shape),
    output: z.object({ status: z.enum(["active", "declined"]) }),
    run: (ctx, input) => decideSuppression(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/suppressions/{suppressionId}/end",
    id: "endSuppression",
    tag,
    summary: "Take a suppression back, or withdraw a proposal",
    description: "What it hid is open again.",
    action: "finding.triage",
    input: EndSuppressionInput,
    output: z.object({ exposure: z.uuid() }),
    run: (ctx, input) => endSuppression(ctx, input),
  }),
];
