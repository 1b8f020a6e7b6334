import { z } from "zod";
import { TokenClass } from "../../../domain/tokens";
import { addContradictions } from "./contradictions";
import { AccountFields, Listing, TokenFields } from "./listing";
import {
  Answers,
  AnyTellingAnswers,
  Authentication,
  Body,
  Cannot,
  ChangeHeaders,
  ChangeLine,
  DescribeLine,
  Headers,
  ListLine,
  LiveAnswers,
  Path,
  ProbeLine,
  sentence,
  TellingAnswers,
  TokenUse,
} from "./parts";

/** Before any listing and look-up: whether the credential sees everything. What is hidden from it would look as if it were gone. */
const Requirement = z.strictObject({ request: ListLine, expect: LiveAnswers, otherwise: sentence });

const Describe = z.union([
  z.literal("from the list"),
  z.strictObject({
    request: DescribeLine,
    /** path of the token in the body */
    row: Path.default("$"),
    /** where this call shows the secret and the listing does not: for acting and proving, never for the inventory */
    secret: Path.optional(),
    /** the system's own words for "there is no such token" */
    gone: TellingAnswers,
  }),
]);

const Change = z.strictObject({
  request: ChangeLine,
  headers: ChangeHeaders.optional(),
  json: Body.optional(),
  done: Answers.default([{ status: 200 }, { status: 201 }, { status: 202 }, { status: 204 }]),
  gone: TellingAnswers.optional(),
  /** the system's own no */
  declined: TellingAnswers.optional(),
});
export type Change = z.infer<typeof Change>;

const Probe = z.strictObject({
  /** the token itself, tried at this door; or, where the system shows no secrets, its own record of the token while the control is let in (decision 19) */
  by: z.enum(["credential", "record"]).default("credential"),
  request: ProbeLine,
  json: Body.optional(),
  token: TokenUse,
  alive: LiveAnswers,
  /** the shape of death; `disabled` is that of a disabled token, where it is another */
  dead: Answers,
  disabled: Answers.optional(),
  /** how to make the control credential: one that is let in at the same door while the dead one is not */
  control: sentence,
});
export type Probe = z.infer<typeof Probe>;

/**
 * The least that any connector may take to prove a death: a refusal for a moment is none, and no node of a system is trusted sooner than
 * two minutes after its own OK (lib/connectors/revokers.test.ts). A file may ask for more, never for less.
 */
export const leastProof = { refusals: 5, spanSeconds: 30, intervalSeconds: 1, lagSeconds: 120 } as const;
const Proof = z
  .strictObject({
    refusals: z.int().min(leastProof.refusals).max(1_000).default(12),
    spanSeconds: z.int().min(leastProof.spanSeconds).max(86_400).default(30),
    intervalSeconds: z.int().min(leastProof.intervalSeconds).max(3_600).default(2),
    lagSeconds: z
      .int()
      .min(leastProof.lagSeconds)
      .max(7 * 86_400)
      .default(120),
  })
  .refine(({ refusals, spanSeconds, intervalSeconds }) => (refusals - 1) * intervalSeconds <= spanSeconds, {
    message: "asks for more refusals than fit into spanSeconds at this intervalSeconds",
    path: ["refusals"],
  });

/** One external system as data: how it is read, what ends a token there, and how its death looks. docs/declarative-connector.md is the guide. */
export const Declaration = z
  .strictObject({
    format: z.literal("countersign/declarative/1"),
    system: z
      .string()
      .trim()
      .min(1)
      .max(60)
      .regex(/^\P{Cc}*$/u, "must be one line of text"),
    notes: z.string().max(2_000).optional(),
    /** before every path */
    basePath: z
      .string()
      .regex(/^(\/[\w~-][\w.~-]*)*$/, "must be like /api, without a slash at its end")
      .default(""),
    headers: Headers.default({}),
    /** of the credentials for reading and for revoking */
    authentication: Authentication,
    /** how the system says that it does not accept a credential; 401 and 403 always count */
    refused: AnyTellingAnswers.default([]),
    rateLimit: z.strictObject({ requestsPerMinute: z.int().min(1).max(60_000) }).optional(),
    requires: z.array(Requirement).max(3).default([]),
    tokens: z.strictObject({ class: TokenClass, list: Listing, fields: TokenFields }),
    /** other classes of tokens that the system has: why they can't be seen here, and the way round it */
    otherClasses: z.partialRecord(TokenClass, sentence).default({}),
    accounts: z.union([Cannot, z.strictObject({ list: Listing, fields: AccountFields })]),
    describe: Describe.optional(),
    revoke: z.union([Cannot, Change]),
    disable: z.union([Cannot, Change]),
    probe: z.union([Cannot, Probe]),
    proof: Proof.prefault({}),
    /** what is never seen, in sentences */
    blindSpots: z.array(sentence).max(20).default([]),
  })
  .superRefine(addContradictions);
export type Declaration = z.infer<typeof Declaration>;
