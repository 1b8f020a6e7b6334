import { z } from "zod";
import { roles } from "../../domain/roles";
import { Count, Dated, Instant, named, PersonRef, PersonStatus, Severity } from "./parts";
import { Token } from "./token";

export const Person = z
  .object({
    id: z.uuid(),
    displayName: z.string(),
    userName: z.string(),
    email: z.string().nullable(),
    title: z.string().nullable(),
    department: z.string().nullable(),
    status: PersonStatus,
    statusAt: Instant.nullable(),
    statusSource: z.string(),
    endsAt: Instant.nullable(),
    source: z.string(),
    roles: z.array(z.object({ role: z.enum(roles), counts: z.boolean() })),
    teams: z.array(z.object({ id: z.uuid(), name: z.string() })),
    openFindings: Count,
  })
  .register(named, { id: "Person" });

export const PersonDetail = z
  .object({
    person: Person,
    accounts: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        kind: z.string(),
        status: z.string(),
        connection: z.string(),
        basis: z.enum(["found", "decided", "rejected"]),
      }),
    ),
    tokens: z.array(
      z.object({ id: z.uuid(), name: z.string(), class: z.string(), hint: z.string().nullable(), state: z.string(), connection: z.string(), as: z.string() }),
    ),
  })
  .register(named, { id: "PersonDetail" });

const usedSince = z.enum(["yes", "no", "unknown"]);
export const Residue = z
  .object({
    person: PersonRef.extend({ title: z.string().nullable(), department: z.string().nullable() }),
    left: Dated.nullable(),
    severity: Severity,
    usedSince,
    tokenCount: Count,
    accountCount: Count,
    tokens: z.array(z.object({ token: Token, severity: Severity, usedSince, finding: z.uuid() })),
  })
  .register(named, { id: "Residue" });
