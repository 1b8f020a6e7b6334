import { setFlagsFromString } from "node:v8";
import { type Context, preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import type { RuleId } from "../../lib/detection/contract";

/** The rules about tokens as Cedar policies over the same facts: each permits where the rule holds. Times are milliseconds, facts that nobody knows are absent. */
const policies: Partial<Record<RuleId, string>> = {
  "departed-still-alive": "context has who",
  "no-owner": "!context.owned",
  "owner-departed": 'context.owned && context.ownerStatus == "departed"',
  "no-backup": 'context.owned && context.ownerStatus != "departed" && (!(context has backupStatus) || context.backupStatus == "departed")',
  "team-without-person": "context has team && !context.owned",
  "no-workload": "context.workloads == 0",
  "no-purpose": "!(context has purpose)",
  "attestation-overdue": 'context.owned && context.ownerStatus != "departed" && context has attestMs && context.askedFrom + context.attestMs <= context.now',
  "never-expires": 'context.expiry == "never"',
  "over-long-life":
    'context has longestMs && (context.expiry == "never" || (context has familyMs && context.familyMs > context.longestMs) || (!(context has familyMs) && context.expiry == "at" && context.expiresAt > context.began + context.longestMs))',
  "expired-but-alive":
    'context.expiry == "at" && context.expiresAt <= context.now && ((context has usedAt && context.usedAt > context.expiresAt) || (context has aliveAt && context.aliveAt > context.expiresAt) || (!(context has missing) && !(context has disabled) && !context.imported && context.seenAt > context.expiresAt))',
  unused: "!(context has thirdParty) && context has unusedMs && context has idleSince && context.idleSince + context.unusedMs <= context.now",
  "stale-rotation": "!(context has familyMs) && context has rotateMs && context has secretAt && context.secretAt + context.rotateMs <= context.now",
  "over-broad-scope": 'context.broad || (context has reach && context.reach == "high")',
  "scope-never-used": "context has scopesUsed && !context.scopesUsed.containsAll(context.scopes) && context.firstSeenAt + context.watchMs <= context.now",
  "grew-without-request": "!context.gained.isEmpty() || context.reachGrew",
  shared: "context.workloads > 1 || context.twins > 0",
  "across-environments":
    "(context.workloadProduction && context.workloadHarmless) || (context.harmless && context.workloadProduction) || (context.production && context.workloadHarmless)",
  "human-in-production": 'context.production && (context.class == "personal_access_token" || context.named)',
  "not-revocable": "context has cannotRevoke && !context.canDisable",
  "third-party-unused": "context has thirdParty && context has unusedMs && context has idleSince && context.idleSince + context.unusedMs <= context.now",
  "static-cloud-in-pipeline":
    'context.pipeline && !["ephemeral_secret", "certificate"].contains(context.class) && !(context has familyMs) && !(context.expiry == "at" && context.expiresAt - context.began <= 86400000) && (context.cloud || context.cloudPipeline || (context has hint && (context.hint like "AKIA*" || context.hint like "AIza*")))',
  exposed: "context.exposures > 0",
};
/** Rules that a date of the vendor's ends. */
const endless = new Set<string>(["departed-still-alive", "never-expires", "expired-but-alive"]);

// Node 20's compiler ends the process when it takes an inlined call into WebAssembly back.
setFlagsFromString("--no-turbo-inline-js-wasm-calls");
const policySet = "rules";

/** Parses every policy once. */
export function prepareCedar(): void {
  const staticPolicies = Object.fromEntries(
    Object.entries(policies).map(([id, when]) => {
      const expired = endless.has(id) && id !== "departed-still-alive" ? "" : ' && context.state != "expired"';
      return [id, `permit(principal, action, resource) when { !context.sighting && context.state != "dead"${expired} && (${when}) };`];
    }),
  );
  const answer = preparsePolicySet(policySet, { staticPolicies });
  if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
}

/** The rules that hold for a token with these facts. */
export function cedarVerdicts(id: string, facts: Context): string[] {
  const answer = statefulIsAuthorized({
    principal: { type: "Rules", id: "all" },
    action: { type: "Action", id: "judge" },
    resource: { type: "Token", id },
    context: facts,
    entities: [],
    preparsedPolicySetId: policySet,
  });
  if (answer.type === "failure") throw new Error(JSON.stringify(answer.errors));
  if (answer.response.diagnostics.errors.length > 0) throw new Error(JSON.stringify(answer.response.diagnostics.errors));
  return answer.response.diagnostics.reason;
}
