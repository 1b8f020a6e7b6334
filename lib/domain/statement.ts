import { z } from "zod";
import { Effect, TokenClass } from "./tokens";

const hex256 = z.string().regex(/^[0-9a-f]{64}$/, "must be 64 lower-case hex digits");
const instant = z.iso.datetime({ offset: false });
const id = z.uuid();

/** What identifies one credential to people, to the vendor and to the executor. Last-used, owner and findings are no part of it. */
export const StatementTarget = z.strictObject({
  token: id,
  class: TokenClass,
  handle: z.record(z.string(), z.string().nullable()),
  name: z.string(),
  creator: z.string().nullable(),
  created: instant.nullable(),
  scopes: z.array(z.string()),
  environment: z.string().nullable(),
  fingerprint: z.strictObject({ kind: z.enum(["hmac_sha256", "sha256", "key_id"]), value: z.string() }).nullable(),
});
export type StatementTarget = z.infer<typeof StatementTarget>;

/** How many people, from how many approver groups, must sign one target. */
export const Quorum = z.strictObject({ people: z.int().min(1).max(9), groups: z.int().min(1).max(9) });
export type Quorum = z.infer<typeof Quorum>;

/** What people sign to have tokens revoked. Its canonical JSON is signed over; nothing outside it has authority. */
export const RevocationStatement = z.strictObject({
  type: z.literal("countersign/revocation"),
  version: z.literal(1),
  deployment: id,
  request: id,
  /** digest of the connection's active trust statement */
  connection: hex256,
  effect: Effect,
  targets: z.array(StatementTarget).min(1).max(500),
  /** digest of the active approval policy */
  approvalPolicy: hex256,
  /** per target, in order: what was expected at filing; the executor computes its own and takes the stricter */
  quorum: z.array(Quorum),
  requester: id,
  reason: z.string().min(1).max(2000),
  nonce: z.string().min(16),
  expiry: instant,
});
export type RevocationStatement = z.infer<typeof RevocationStatement>;

const trust = { version: z.literal(1), deployment: id, nonce: z.string().min(16), issued: instant };

/** Binds a public key to a person. */
export const KeyStatement = z.strictObject({
  type: z.literal("countersign/key"),
  ...trust,
  person: id,
  key: z.strictObject({ id: z.string().min(1), kind: z.enum(["webauthn", "ed25519"]), publicKey: z.string().min(1), name: z.string().min(1).max(100) }),
});
export const KeyWithdrawalStatement = z.strictObject({
  type: z.literal("countersign/key-withdrawal"),
  ...trust,
  key: z.string().min(1),
  reason: z.string().max(2000),
});
/** The whole membership of one group; the newest active statement of a group counts. "administrators" may sign trust statements. */
export const ApproverGroupStatement = z.strictObject({
  type: z.literal("countersign/approver-group"),
  ...trust,
  group: z.string().regex(/^[a-z][a-z0-9-]{0,62}$/),
  members: z.array(id),
});
export const ApprovalPolicyStatement = z.strictObject({
  type: z.literal("countersign/approval-policy"),
  ...trust,
  standard: Quorum,
  /** production, high reach as the connector declares it, or unknown */
  critical: Quorum,
  /** seconds between authority and the first act, in which a person may still stop it */
  holdSeconds: z.int().min(0).max(86_400),
  /** seconds between the last signature of a widening trust statement and its effect */
  wideningDelaySeconds: z.int().min(0).max(604_800),
});
export const ConnectionStatement = z.strictObject({
  type: z.literal("countersign/connection"),
  ...trust,
  connection: id,
  name: z.string().min(1).max(100),
  vendor: z.string().min(1),
  origin: z.string().min(1),
  ca: z.string().nullable(),
  allowPrivate: z.boolean(),
  settings: z.record(z.string(), z.json()),
});
export const TrustStatement = z.discriminatedUnion("type", [
  KeyStatement,
  KeyWithdrawalStatement,
  ApproverGroupStatement,
  ApprovalPolicyStatement,
  ConnectionStatement,
]);
export type KeyStatement = z.infer<typeof KeyStatement>;
export type KeyWithdrawalStatement = z.infer<typeof KeyWithdrawalStatement>;
export type ApproverGroupStatement = z.infer<typeof ApproverGroupStatement>;
export type ApprovalPolicyStatement = z.infer<typeof ApprovalPolicyStatement>;
export type ConnectionStatement = z.infer<typeof ConnectionStatement>;
export type TrustStatement = z.infer<typeof TrustStatement>;

/**
 * What a key signs: one person's answer to one statement. A WebAuthn challenge is the SHA-256 of its canonical JSON;
 * a file key signs the canonical JSON itself.
 */
export const Answer = z.strictObject({
  type: z.literal("countersign/answer"),
  version: z.literal(1),
  answer: z.enum(["request", "approve", "deny", "trust"]),
  statement: hex256,
  signer: id,
  key: z.string().min(1),
  /** digests of the covered targets, sorted; empty for trust statements */
  targets: z.array(hex256),
});
export type Answer = z.infer<typeof Answer>;

/** Longest life of a revocation statement, from the executor's own first sight (design, Processes and walls 3). */
export const longestLifeMilliseconds = 7 * 24 * 3600 * 1000;
