import { z } from "zod";
import { ExportFrameworkInput, exportFramework } from "../../frameworks/export-framework";
import { frameworks } from "../../frameworks/frameworks";
import { FrameworkInput, frameworkReport } from "../../frameworks/report";
import { decisions } from "../../overview/decisions";
import { DistributionInput, distribution } from "../../posture/distribution";
import { HistoryInput, postureHistory } from "../../posture/history";
import { ResidueSurvivalInput, residueSurvival } from "../../posture/residue-survival";
import { endpoint } from "../endpoint";
import { Decisions, Distribution, FrameworkReport, History, Survival } from "../shapes/posture";

const tag = "Posture";

export const postureEndpoints = [
  endpoint({
    method: "GET",
    path: "/posture/history",
    id: "getPostureHistory",
    tag,
    summary: "Read the recorded figures, day by day",
    action: "overview.read",
    input: HistoryInput,
    output: History,
    run: postureHistory,
  }),
  endpoint({
    method: "GET",
    path: "/posture/residue-survival",
    id: "getResidueSurvival",
    tag,
    summary: "Read how long tokens live on after their person left",
    action: "overview.read",
    input: ResidueSurvivalInput,
    output: Survival,
    run: residueSurvival,
  }),
  endpoint({
    method: "GET",
    path: "/posture/distribution",
    id: "getDistribution",
    tag,
    summary: "Read how old tokens are, how long they still have, or how long they were made to live",
    action: "overview.read",
    input: DistributionInput,
    output: Distribution,
    run: distribution,
  }),
  endpoint({
    method: "GET",
    path: "/frameworks",
    id: "listFrameworks",
    tag,
    summary: "List the frameworks that are reported on",
    action: "overview.read",
    input: z.object({}),
    output: z.object({ data: z.array(FrameworkReport.shape.framework) }),
    run: async () => ({ data: frameworks }),
  }),
  endpoint({
    method: "GET",
    path: "/frameworks/{framework}",
    id: "getFramework",
    tag,
    summary: "Read where each control of a framework stands",
    action: "overview.read",
    input: FrameworkInput,
    output: FrameworkReport,
    run: frameworkReport,
  }),
  endpoint({
    method: "GET",
    path: "/frameworks/{framework}/export",
    id: "exportFramework",
    tag,
    summary: "Export the report on a framework",
    description: "A line a control and rule, and a line for each control that no rule tests. Audited.",
    action: "overview.read",
    input: ExportFrameworkInput,
    output: null,
    streams: ["text/csv", "application/json"],
    run: async (ctx, query) => {
      const { contentType, fileName, body } = await exportFramework(ctx, query);
      return new Response(body, { headers: { "content-type": contentType, "content-disposition": `attachment; filename="${fileName}"` } });
    },
  }),
  endpoint({
    method: "GET",
    path: "/overview/decisions",
    id: "listDecisions",
    tag,
    summary: "List what needs a decision first",
    description:
      "As Overview shows it to the API token's owner, as far as the token's scopes reach: requests by `read:requests`, people who left by `write:requests`, connections by `read:connections` with `write:connections`. What waits for a signature is no part of it: `GET /requests?view=mine` lists that, and it is signed on the signer's page.",
    action: "overview.read",
    input: z.object({}),
    output: Decisions,
    run: (ctx) => decisions(ctx),
  }),
];
