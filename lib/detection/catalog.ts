import type { Rule, RuleId } from "./contract";
import { acrossEnvironments } from "./rules/across-environments";
import { attestationOverdue } from "./rules/attestation-overdue";
import { departedStillAlive } from "./rules/departed-still-alive";
import { expiredButAlive } from "./rules/expired-but-alive";
import { exposed } from "./rules/exposed";
import { grewWithoutRequest } from "./rules/grew-without-request";
import { humanInProduction } from "./rules/human-in-production";
import { neverExpires } from "./rules/never-expires";
import { noBackup } from "./rules/no-backup";
import { noOwner } from "./rules/no-owner";
import { noPurpose } from "./rules/no-purpose";
import { noWorkload } from "./rules/no-workload";
import { notRevocable } from "./rules/not-revocable";
import { orphanedServiceAccount } from "./rules/orphaned-service-account";
import { overBroadScope } from "./rules/over-broad-scope";
import { overLongLife } from "./rules/over-long-life";
import { ownerDeparted } from "./rules/owner-departed";
import { scopeNeverUsed } from "./rules/scope-never-used";
import { shared } from "./rules/shared";
import { staleRotation } from "./rules/stale-rotation";
import { staticCloudInPipeline } from "./rules/static-cloud-in-pipeline";
import { teamWithoutPerson } from "./rules/team-without-person";
import { thirdPartyUnused } from "./rules/third-party-unused";
import { unused } from "./rules/unused";

/** Every rule, in the order in which they are shown. */
export const rules: readonly Rule[] = [
  departedStillAlive,
  noOwner,
  ownerDeparted,
  noBackup,
  teamWithoutPerson,
  noWorkload,
  noPurpose,
  attestationOverdue,
  neverExpires,
  overLongLife,
  expiredButAlive,
  unused,
  staleRotation,
  overBroadScope,
  scopeNeverUsed,
  grewWithoutRequest,
  shared,
  acrossEnvironments,
  humanInProduction,
  orphanedServiceAccount,
  notRevocable,
  thirdPartyUnused,
  staticCloudInPipeline,
  exposed,
];

/** A rule by id; undefined for one that this version does not know (a finding may be older or newer than the code). */
export const ruleOf = (id: string): Rule | undefined => rules.find((rule) => rule.id === (id as RuleId));
