import type { ApiScope } from "../domain/api-scopes";
import type { Action } from "./table";

/**
 * Scope → the actions it opens to an API token, which its owner's roles must allow too. An action that stands in no scope can't be done with an API token at all:
 * whatever signs, enrols, founds trust, changes roles, connects a system, or makes further API tokens.
 */
export const scopeActions: Record<ApiScope, readonly Action[]> = {
  "read:inventory": ["overview.read", "inventory.read", "residue.read", "workload.read"],
  "read:people": ["people.read"],
  "read:connections": ["connection.read", "import.read"],
  "read:requests": ["request.read"],
  "read:audit": ["audit.read"],
  "write:ownership": ["token.own"],
  "write:accounts": ["account.link"],
  "write:attestations": ["token.attest"],
  "write:workloads": ["workload.manage", "workload.merge"],
  "write:findings": ["finding.triage"],
  "write:scans": ["scan.start"],
  "write:policies": ["ttl.set", "detection.manage"],
  "write:requests": ["request.file", "request.withdraw"],
  "write:connections": ["connection.sync", "import.start"],
  "write:views": ["view.save", "view.tidy"],
};

/** The scopes of which any one would open `action`; empty where an API token can never do it. */
export const scopesFor = (action: Action): ApiScope[] => (Object.keys(scopeActions) as ApiScope[]).filter((scope) => scopeActions[scope].includes(action));
