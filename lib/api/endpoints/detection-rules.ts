import { z } from "zod";
import { listDetectors, listRules } from "../../exposure/rules/list-rules";
import { AddRuleInput, ChangeRuleInput, SwitchDetectorInput, SwitchRuleInput, TryRuleInput } from "../../exposure/rules/schemas";
import { addRule, changeRule, switchRule } from "../../exposure/rules/set-rule";
import { switchDetector } from "../../exposure/rules/switch-detector";
import { tryRule } from "../../exposure/rules/try-rule";
import { endpoint } from "../endpoint";
import { DetectionRule, Detector, TriedRule } from "../shapes/detection-rule";

const tag = "Detection";

export const detectionRuleEndpoints = [
  endpoint({
    method: "GET",
    path: "/detection-rules",
    id: "listDetectionRules",
    tag,
    summary: "List the organisation's own rules for secrets",
    action: "inventory.read",
    input: z.object({}),
    output: z.object({ data: z.array(DetectionRule) }),
    run: async (ctx) => ({ data: await listRules(ctx) }),
  }),
  endpoint({
    method: "POST",
    path: "/detection-rules",
    id: "addDetectionRule",
    tag,
    summary: "Add a rule: the next scan looks by it",
    description: "RE2's syntax, with a group named `secret`; at least one of the keywords must stand in the line.",
    action: "detection.manage",
    input: AddRuleInput,
    output: z.object({ id: z.uuid(), kind: z.string() }),
    status: 201,
    run: (ctx, input) => addRule(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/detection-rules/trial",
    id: "tryDetectionRule",
    tag,
    summary: "Try a rule on a sample",
    description: "Within the time that a scan gives it. The sample is neither kept nor logged, and the answer tells places alone.",
    action: "detection.manage",
    input: TryRuleInput,
    output: TriedRule,
    run: (ctx, input) => tryRule(ctx, input),
  }),
  endpoint({
    method: "PUT",
    path: "/detection-rules/{ruleId}",
    id: "changeDetectionRule",
    tag,
    summary: "Change a rule",
    description: "`version` is the one that was read. What it was stands in the audit log.",
    action: "detection.manage",
    input: ChangeRuleInput,
    output: z.object({ version: z.int() }),
    run: (ctx, input) => changeRule(ctx, input),
  }),
  endpoint({
    method: "POST",
    path: "/detection-rules/{ruleId}/switch",
    id: "switchDetectionRule",
    tag,
    summary: "Let scans look by a rule, or no longer",
    action: "detection.manage",
    input: SwitchRuleInput,
    output: z.object({ enabled: z.boolean() }),
    run: (ctx, input) => switchRule(ctx, input),
  }),
  endpoint({
    method: "GET",
    path: "/detectors",
    id: "listDetectors",
    tag,
    summary: "List every kind of secret that is known, and which are off",
    action: "inventory.read",
    input: z.object({}),
    output: z.object({ data: z.array(Detector) }),
    run: async (ctx) => ({ data: await listDetectors(ctx) }),
  }),
  endpoint({
    method: "POST",
    path: "/detectors/{kind}/switch",
    id: "switchDetector",
    tag,
    summary: "Say that a kind of secret is not looked for, or that it is again",
    description: "Off needs a reason. What was found stays. A kind whose secrets can be tried can’t be switched off.",
    action: "detection.manage",
    input: z.object(SwitchDetectorInput.shape),
    output: z.object({ on: z.boolean() }),
    run: (ctx, input) => switchDetector(ctx, input),
  }),
];
