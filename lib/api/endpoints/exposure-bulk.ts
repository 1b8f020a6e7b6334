import { z } from "zod";
import { actOnExposures } from "../../exposure/bulk/act-on-exposures";
import { ReviewExposuresInput, reviewExposures } from "../../exposure/bulk/review-exposures";
import { ActOnExposuresInput, UndoBulkInput } from "../../exposure/bulk/schemas";
import { undoBulk } from "../../exposure/bulk/undo-bulk";
import { endpoint } from "../endpoint";
import { BulkExposures, ExposureSelection } from "../shapes/exposure-bulk";
import { Count } from "../shapes/parts";

const tag = "Exposures";

export const exposureBulkEndpoints = [
  endpoint({
    method: "POST",
    path: "/exposures/selections",
    id: "reviewExposures",
    tag,
    summary: "Hold a set of exposures as they are now, to act on all of them at once",
    description:
      "The filters of the list, or `only` these ids, without `except`; ten thousand at most. It changes no exposure. What is done to the set is bound to its digest, and the set is its maker's alone.",
    action: "finding.triage",
    input: ReviewExposuresInput,
    output: ExposureSelection,
    status: 201,
    run: (ctx, input) => reviewExposures(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/exposures/selections/{selection}/act",
    id: "actOnExposures",
    tag,
    summary: "Do one thing to every exposure of a held set",
    description:
      "Triage, who sees to it, its day, or that it is none. What has changed since the set was held, and what it can't be done to, is left out and named. False positives of what works or is critical are proposals.",
    action: "finding.triage",
    input: ActOnExposuresInput,
    output: BulkExposures,
    run: (ctx, input) => actOnExposures(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/exposures/selections/{selection}/undo",
    id: "undoExposures",
    tag,
    summary: "Take back what was done to a held set",
    description: "Each goes back to where it stood when the set was held. What somebody else has moved since stays as it is.",
    action: "finding.triage",
    input: UndoBulkInput,
    output: z.object({ done: Count, left: Count }),
    run: (ctx, input) => undoBulk(ctx, input),
  }),
];
