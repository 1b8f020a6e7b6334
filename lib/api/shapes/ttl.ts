import { z } from "zod";
import { policyEnvironments } from "../../ttl/schemas";
import { Count, Instant, named, Severity, TokenClass } from "./parts";

const Limit = z.object({ days: z.int(), deviating: Count.describe("Tokens that go beyond.") }).nullable();

export const TtlPolicy = z
  .object({
    id: z.uuid(),
    class: TokenClass.nullable().describe("Null = every class."),
    environment: z.enum(policyEnvironments).nullable().describe("Null = every environment."),
    limits: z.object({ longestDays: Limit, rotateDays: Limit, unusedDays: Limit, attestDays: Limit }),
    rationale: z.string(),
    control: z.string(),
    setBy: z.string(),
    setAt: Instant,
  })
  .register(named, { id: "TtlPolicy" });

export const Deviation = z
  .object({
    id: z.uuid(),
    token: z.object({ id: z.uuid(), name: z.string(), connection: z.string() }),
    rule: z.string(),
    severity: Severity,
    words: z.string().nullable(),
    since: Instant,
  })
  .register(named, { id: "Deviation" });
