import { z } from "zod";
import { decisionKinds } from "../../overview/decisions";
import { Count, Instant, named, Ref, Severity } from "./parts";

const Day = z.iso.date();
const open = z.object({ critical: Count, high: Count, medium: Count, low: Count, info: Count });

export const History = z
  .object({
    since: Day.nullable().describe("The first day that was recorded; null before there is one."),
    days: z.array(
      z.object({
        day: Day,
        tokens: Count.nullable(),
        ownerless: Count.nullable(),
        residue: Count.nullable(),
        findings: Count.nullable(),
        dead: Count.nullable(),
        exposures: Count.nullable().describe("Open exposed secrets; null on days before they were recorded."),
      }),
    ),
  })
  .register(named, { id: "PostureHistory" });

const half = { median: z.number().nullable(), lower: z.number().nullable(), upper: z.number().nullable() };
const Group = z
  .object({ value: z.string().nullable(), name: z.string(), tokens: Count, dead: Count, atTarget: z.number(), ...half })
  .register(named, { id: "SurvivalGroup", description: "Times in days since the person left." });

export const Survival = z
  .object({
    targetDays: z.number(),
    all: Group,
    groups: z.array(Group),
    of: Group.describe("Whose curve the steps are."),
    steps: z.array(
      z.object({
        time: z.number(),
        atRisk: Count,
        events: Count,
        censored: Count,
        survival: z.number(),
        error: z.number().nullable(),
        lower: z.number().nullable(),
        upper: z.number().nullable(),
      }),
    ),
    undated: Count,
    since: Instant.nullable().describe("Since when is looked; null before anything was recorded."),
  })
  .register(named, { id: "ResidueSurvival", description: "Kaplan–Meier, with delayed entry and a pointwise 95 % band on the log(−log) scale." });

export const Distribution = z
  .object({ buckets: z.array(z.string()), rows: z.array(z.object({ value: z.string(), total: Count, counts: z.record(z.string(), Count) })) })
  .register(named, { id: "Distribution" });

export const FrameworkReport = z
  .object({
    framework: z.object({
      id: z.string(),
      framework: z.string(),
      version: z.string(),
      title: z.string(),
      publisher: z.string(),
      published: z.string(),
      source: z.url(),
      scope: z.string(),
    }),
    controls: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        erratum: z.string().nullable(),
        standing: z.enum(["not_tested", "no_source", "open", "partly_seen", "clear"]),
        rules: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            open,
            total: Count,
            falsePositives: Count,
            noSource: z.array(z.string()),
            connections: Count.describe("Those that hold tokens or accounts."),
            fed: Count.describe("At how many of them the rule has all that it rests on."),
            blindAt: z.array(Ref.extend({ missing: z.array(z.string()) })),
          }),
        ),
        open,
        total: Count,
        falsePositives: Count,
        coverage: z
          .object({ connections: Count, whole: Count, part: Count, none: Count })
          .nullable()
          .describe("At how many connections every rule that tests it sees all it needs, some do, and none does. Null where no rule tests it."),
        trend: z.array(z.object({ day: Day, n: Count })),
      }),
    ),
    at: Instant,
    since: Day.nullable(),
  })
  .register(named, { id: "FrameworkReport" });

export const Decisions = z
  .object({
    count: Count.describe("How many wait in all, shown or not."),
    shown: z
      .array(
        z.object({
          kind: z.enum(decisionKinds),
          title: z.string(),
          why: z.string(),
          verb: z.string().describe("What its page's button says."),
          href: z.string().describe("Path of the page where it is decided."),
          since: Instant.nullable(),
          severity: Severity.nullable(),
          mine: z.boolean().describe("Whether the API token's owner may decide it."),
        }),
      )
      .describe("The gravest first, at most twenty of what waits; where room is left, where most of the rest comes from."),
    lists: z.array(z.object({ count: Count, label: z.string(), href: z.string() })).describe("Kinds of which more wait than are shown."),
  })
  .register(named, { id: "Decisions" });
