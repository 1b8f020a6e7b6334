import type { Endpoint, Method } from "./endpoint";
import { accountEndpoints } from "./endpoints/accounts";
import { attestationEndpoints } from "./endpoints/attestations";
import { auditEndpoints } from "./endpoints/audit";
import { connectionEndpoints } from "./endpoints/connections";
import { coverageEndpoints } from "./endpoints/coverage";
import { detectionRuleEndpoints } from "./endpoints/detection-rules";
import { exposureBulkEndpoints } from "./endpoints/exposure-bulk";
import { exposureDutyEndpoints } from "./endpoints/exposure-duties";
import { exposureEndpoints } from "./endpoints/exposures";
import { findingEndpoints } from "./endpoints/findings";
import { importEndpoints } from "./endpoints/imports";
import { meEndpoints } from "./endpoints/me";
import { ownershipEndpoints } from "./endpoints/ownership";
import { peopleEndpoints } from "./endpoints/people";
import { postureEndpoints } from "./endpoints/posture";
import { requestEndpoints } from "./endpoints/requests";
import { rotationEndpoints } from "./endpoints/rotations";
import { scanEndpoints } from "./endpoints/scans";
import { suppressionEndpoints } from "./endpoints/suppressions";
import { tokenSelectionEndpoints } from "./endpoints/token-selections";
import { tokenEndpoints } from "./endpoints/tokens";
import { ttlEndpoints } from "./endpoints/ttl";
import { viewEndpoints } from "./endpoints/views";
import { workloadMergeEndpoints } from "./endpoints/workload-merges";
import { workloadEndpoints } from "./endpoints/workloads";

/** Every operation of the REST API. What is routed, documented and tested is this table; nothing else answers below /api/v1. */
export const endpoints: readonly Endpoint[] = [
  ...tokenEndpoints,
  ...tokenSelectionEndpoints,
  ...workloadEndpoints,
  ...workloadMergeEndpoints,
  ...ownershipEndpoints,
  ...attestationEndpoints,
  ...findingEndpoints,
  ...exposureEndpoints,
  ...exposureBulkEndpoints,
  ...scanEndpoints,
  ...suppressionEndpoints,
  ...exposureDutyEndpoints,
  ...rotationEndpoints,
  ...detectionRuleEndpoints,
  ...ttlEndpoints,
  ...requestEndpoints,
  ...connectionEndpoints,
  ...coverageEndpoints,
  ...importEndpoints,
  ...peopleEndpoints,
  ...accountEndpoints,
  ...postureEndpoints,
  ...auditEndpoints,
  ...viewEndpoints,
  ...meEndpoints,
];

export interface Match {
  endpoint: Endpoint;
  params: Record<string, string>;
}

/** The endpoint of a method and path below /api/v1; where the path exists under other methods, those; null where it does not. Fixed words win over parameters. */
export function findEndpoint(method: string, path: string): Match | { allow: Method[] } | null {
  const given = path.split("/").filter(Boolean);
  const fits = endpoints.flatMap((endpoint) => {
    const params = paramsOf(endpoint.path, given);
    return params ? [{ endpoint, params }] : [];
  });
  if (fits.length === 0) return null;
  const exact = Math.min(...fits.map(({ params }) => Object.keys(params).length));
  const best = fits.filter(({ params }) => Object.keys(params).length === exact);
  return best.find(({ endpoint }) => endpoint.method === method) ?? { allow: best.map(({ endpoint }) => endpoint.method) };
}

function paramsOf(path: string, given: string[]): Record<string, string> | null {
  const parts = path.split("/").filter(Boolean);
  if (parts.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [n, part] of parts.entries()) {
    const value = given[n] ?? "";
    if (part.startsWith("{")) params[part.slice(1, -1)] = value;
    else if (part !== value) return null;
  }
  return params;
}
