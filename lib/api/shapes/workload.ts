import { z } from "zod";
import { WorkloadKind } from "../../domain/workloads";
import { Count, Instant, named, PersonRef, Ref, Severity } from "./parts";
import { Token } from "./token";

export const Workload = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kind: WorkloadKind,
    environment: z.string().nullable(),
    identity: z.array(z.enum(["spiffe", "oidc"])),
    owner: PersonRef.nullable(),
    backup: PersonRef.nullable(),
    team: Ref.nullable(),
    tokens: Count,
    destinations: Count,
    findings: z.object({ count: Count, worst: Severity.nullable() }),
    legacy: z.object({ until: Instant.nullable(), overdue: z.boolean() }).nullable(),
    changedAt: Instant.describe("Send it as `seen` when changing the workload: whoever changed it since is then not overwritten."),
  })
  .register(named, { id: "Workload" });

const known = { basis: z.enum(["declared", "observed", "imported", "suggested"]), by: z.string(), at: Instant };

export const WorkloadDetail = z
  .object({
    workload: Workload,
    description: z.string().nullable(),
    spiffeId: z.string().nullable(),
    oidc: z.object({ issuer: z.string(), subject: z.string() }).nullable(),
    source: z.string(),
    mergedInto: Ref.nullable(),
    tokens: z.array(z.object({ token: Token, link: z.object(known) })),
    tokenCount: Count,
    destinations: z.array(z.object({ id: z.uuid(), destination: z.string(), token: Ref.nullable(), ...known })),
  })
  .register(named, { id: "WorkloadDetail" });
