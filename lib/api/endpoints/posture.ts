import { z } from "zod";
import { frameworks } from "../../frameworks/frameworks";
import { FrameworkInput, frameworkReport } from "../../frameworks/report";
import { DistributionInput, distribution } from "../../posture/distribution";
import { HistoryInput, postureHistory } from "../../posture/history";
import { ResidueSurvivalInput, residueSurvival } from "../../posture/residue-survival";
import { endpoint } from "../endpoint";
import { Distribution, FrameworkReport, History, Survival } from "../shapes/posture";

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
];
