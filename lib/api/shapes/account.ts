import { z } from "zod";
import { accountKinds, accountStatuses } from "../../accounts/schemas";
import { findingTransitions } from "../../domain/states";
import { Count, Instant, named, PersonRef, Ref, Severity, State } from "./parts";

const states = Object.keys(findingTransitions) as [keyof typeof findingTransitions, ...(keyof typeof findingTransitions)[]];

export const Account = z
  .object({
    id: z.uuid(),
    name: z.string(),
    userName: z.string().nullable(),
    email: z.string().nullable(),
    kind: z.enum(accountKinds),
    status: z.enum(accountStatuses).describe("As its vendor says."),
    connection: Ref,
    person: PersonRef.nullable().describe("Whose it is, or who answers for it; null = nobody is linked."),
    basis: z.enum(["found", "decided", "none"]).describe("By the collector's evidence, or because somebody said so."),
    finding: z
      .object({ id: z.uuid(), rule: z.string(), severity: Severity, status: z.enum(states) })
      .nullable()
      .describe("The gravest that is open about the account itself."),
    lastUsed: Instant.nullable(),
    missingSince: Instant.nullable().describe("Since when complete syncs no longer list it."),
  })
  .register(named, { id: "Account" });

export const AccountDetail = z
  .object({
    account: Account,
    externalId: z.string(),
    firstSeen: Instant,
    lastSeen: Instant,
    signed: z.boolean().describe("Whether the connection's statement is signed; what an unsigned one says is that address's word alone."),
    decisions: z
      .array(z.object({ id: z.uuid(), person: Ref, decision: z.enum(["confirmed", "rejected"]), reason: z.string(), by: z.string(), at: Instant }))
      .describe("What people said of whose it is, the newest first; of a pair the newest counts."),
    findings: z.array(
      z.object({ id: z.uuid(), rule: z.string(), severity: Severity, status: z.enum(states), firstSeen: Instant, note: z.string().nullable() }),
    ),
    tokens: z
      .object({ count: Count, shown: z.array(z.object({ id: z.uuid(), name: z.string(), state: State })) })
      .describe("That it made, as far as vendors say."),
  })
  .register(named, { id: "AccountDetail" });
