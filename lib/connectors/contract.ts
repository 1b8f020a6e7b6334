import type { z } from "zod";
import type { DatedFact, Effect, TokenClass } from "../domain/tokens";
import type { VendorHttp } from "./vendor-http";

export const capabilities = ["list", "last_used", "describe", "revoke", "disable", "probe", "list_persons"] as const;
export type Capability = (typeof capabilities)[number];
/** "can", or the reason why it can't, in a sentence with the way round it. */
export type Ability = "can" | { cannot: string };
export type Abilities = Partial<Record<Capability, Ability>>;

/** Opaque place in a listing; JSON, at most 4 KB. */
export type Cursor = string;
export interface Reject {
  /** what the row is called at the vendor, never a secret */
  reference: string;
  field: string;
  reason: string;
}
export interface Page<T> {
  items: T[];
  rejected: Reject[];
  next: Cursor | null;
  /** how many there are in all, when the vendor says */
  expected: number | null;
}

export interface Fingerprint {
  kind: "hmac_sha256" | "sha256" | "key_id" | "prefix_last";
  value: string;
  pepperVersion: number;
}

/** One token as one listing shows it. Never holds the secret. `null` = unknown. */
export interface TokenSighting {
  class: TokenClass;
  /** flat; its canonical JSON is unique per connection */
  handle: Record<string, string | null>;
  /** where the handle holds our fingerprint: the handle under each older pepper still held, by which the token may be known */
  formerHandles?: Record<string, string | null>[];
  name: string;
  hint: string | null;
  fingerprints: Fingerprint[];
  /** sorted, so that two readings of one token are equal */
  scopes: string[];
  reach: Reach | null;
  /** "production", or the vendor's word for another kind of environment; null = unknown, which counts as critical */
  environment: string | null;
  /** external id of the creating account, which need not be listed any more (its user was deleted) */
  creator: { account: string; source: string } | null;
  created: DatedFact;
  expiry: { kind: "at"; at: Date; source: string } | { kind: "never"; source: string } | { kind: "unknown" };
  lastUsed: DatedFact;
  disabledAt: Date | null;
  /** when the secret was last replaced under the same handle; absent or null = unknown */
  rotated?: DatedFact;
  /** of the scopes, those seen in use; absent or null = the vendor does not say */
  scopesUsed?: { scopes: string[]; source: string } | null;
  /** for a grant to a third party: whom */
  thirdParty?: string | null;
  /** what it can only be revoked through, as the vendor names it; siblings share it */
  parentKey?: string | null;
  /** for ephemeral secrets by issuer × workload family: how many were seen, and the longest life; null = unknown */
  family?: { count: number | null; longestSeconds: number | null } | null;
}
/** What the token can touch, as the connector judges it. */
export interface Reach {
  level: "high" | "limited";
  summary: string;
}

export interface AccountSighting {
  externalId: string;
  kind: "user" | "service" | "unknown";
  name: string;
  userName: string | null;
  email: string | null;
  status: "enabled" | "disabled" | "unknown";
  created: DatedFact;
  lastUsed: DatedFact;
}

export interface PersonSighting {
  externalId: string;
  userName: string;
  displayName: string;
  email: string | null;
  title: string | null;
  department: string | null;
  manager: string | null;
  status: "active" | "suspended" | "departed";
  statusAt: Date | null;
  statusSource: string;
  groups: string[];
}

export type Health =
  | { ok: true; message: string }
  /** `retryAfterSeconds`: how long the vendor asks to be left alone, when it does */
  | { ok: false; message: string; kind: "credential" | "address" | "unavailable" | "shape"; retryAfterSeconds?: number | null };

interface Opened<C> {
  id: string;
  name: string;
  origin: string;
  settings: Record<string, unknown>;
  /** parsed with the connector's own schema; lives in memory only */
  credential: C;
  http: VendorHttp;
  /** for connectors that speak no HTTP: PEM of the authority to trust (null or absent = the system's), and whether private addresses may be reached */
  ca?: string | null;
  allowPrivate?: boolean;
  /** our keyed fingerprint of a plaintext, with the current pepper (lib/fingerprints/pepper.ts `fingerprinter`) */
  fingerprint(plaintext: string): Fingerprint;
  /** the same under each older pepper still held */
  formerFingerprints(plaintext: string): Fingerprint[];
  /** whether `known` is our fingerprint of the plaintext under any pepper version still held */
  fingerprintMatches(plaintext: string, known: { kind: string; value: string }): boolean;
  now(): Date;
  signal?: AbortSignal;
}
export type ReadConnection<C = unknown> = Opened<C>;
export type RevokeConnection<C = unknown> = Opened<C>;

export interface Reader<C = unknown> {
  capabilities: Partial<Record<TokenClass, Abilities>>;
  /** what is never seen here, in sentences, for the coverage list */
  blindSpots: string[];
  check(connection: ReadConnection<C>): Promise<Health>;
  listTokens(connection: ReadConnection<C>, cursor: Cursor | null): Promise<Page<TokenSighting>>;
  listAccounts(connection: ReadConnection<C>, cursor: Cursor | null): Promise<Page<AccountSighting>>;
}

export interface Directory<C = unknown> {
  check(connection: ReadConnection<C>): Promise<Health>;
  listPersons(connection: ReadConnection<C>, cursor: Cursor | null): Promise<Page<PersonSighting>>;
}

/** The signed identity of a target, as the statement holds it. `targetOf` (target.ts) makes it from a sighting, for both sides. */
export interface Target {
  class: TokenClass;
  handle: Record<string, string | null>;
  name: string;
  /** external id of the creating account */
  creator: string | null;
  /** ISO 8601 in UTC with milliseconds */
  created: string | null;
  /** sorted */
  scopes: string[];
  environment: string | null;
  fingerprint: { kind: string; value: string } | null;
}
export interface Fence {
  execution: string;
  fence: bigint;
  /** same for every try of one execution: vendors that know idempotency keys get it */
  idempotencyKey: string;
}

/** What the vendor says of the target now, read with the executor's own credential. */
export interface Described {
  kind: "described";
  target: Target;
  reach: Reach | null;
  /** what acting and proving need (a vendor that lists secrets); sealed by the executor, never logged */
  material: string | null;
}
export interface Gone {
  kind: "gone";
  evidence: string;
}

/** `evidence` is what the vendor answered, redacted; shown in the transcript. */
export type Applied =
  | { kind: "done"; status: number; evidence: string }
  | { kind: "already_gone"; status: number; evidence: string }
  | { kind: "declined"; status: number; evidence: string }
  | { kind: "unknown"; status: number | null; evidence: string };
export type Probed =
  /** refused in the vendor's own shape of death */
  | { kind: "dead"; status: number; evidence: string; control: Control; basis?: ProbeBasis }
  | { kind: "alive"; status: number; evidence: string; control: Control; basis?: ProbeBasis }
  /** 5xx, 429, time-out, or the control credential refused too: proves nothing */
  | { kind: "unknown"; status: number | null; evidence: string; control: Control };
/**
 * What was looked at. Left out: the credential itself, at the vendor's door. `record`: the vendor shows no secret, so its own record of the
 * credential was read anew, while the control was let in. Weaker, and named so wherever the proof is shown (decision 19).
 */
export type ProbeBasis = "record";
/** The control credential at the same endpoint in between. `none` = the connector has none. */
export type Control = "accepted" | "refused" | "unreachable" | "none";

export interface ProofWindow {
  /** refusals in a row */
  refusals: number;
  /** the refusals must span at least this; ≥ 30 s for real connectors */
  spanMilliseconds: number;
  intervalMilliseconds: number;
  /**
   * How long a node of the vendor may go on letting the credential in after the vendor's own OK; ≥ 120 s for real connectors. The last
   * refusal that counts lies at least this long after the act: before, another node than those that were tried may still open.
   */
  knownLagSeconds: number;
  /** whether a control credential must be accepted in between */
  control: boolean;
}

/** Importable by worker/executor alone. */
export interface Revoker<C = unknown> {
  credential: z.ZodType<C>;
  effects: Partial<Record<TokenClass, Effect[]>>;
  proof: ProofWindow;
  describe(connection: RevokeConnection<C>, target: Target): Promise<Described | Gone>;
  apply(connection: RevokeConnection<C>, effect: Effect, target: Target, fence: Fence, material: string | null): Promise<Applied>;
  /** `effect` says which death is looked for: a token that is merely disabled is not dead. */
  probe(connection: RevokeConnection<C>, target: Target, material: string | null, effect: Effect): Promise<Probed>;
  /** the revoker that a connection's signed settings describe, where they say what it can do (declarative). Throws a ZodError for settings of another version */
  of?(settings: Record<string, unknown>): Revoker<C>;
}

/** What the vendor says to a secret that was found somewhere. `evidence` is its answer, redacted. Anything unexpected is unknown, which is not invalid. */
export interface Checked {
  validity: "valid" | "invalid" | "unknown";
  status: number | null;
  evidence: string;
  /** how long the vendor asks to be left alone, when it does */
  retryAfterSeconds?: number | null;
}
/**
 * Tries a found secret by the least harmful call. No credential of ours takes part. `handle` names the token at the vendor where it is known, for calls
 * that must name it. Importable by worker/checker alone.
 */
export type Checker = (http: VendorHttp, settings: Record<string, unknown>, secret: string, handle: Record<string, string | null> | null) => Promise<Checked>;

/** A system that is read with its own credential. Registered in lib/connectors/readers.ts. */
export interface ReadConnector<C = unknown> {
  vendor: string;
  title: string;
  credential: z.ZodType<C>;
  settings: z.ZodType;
  reader?: Reader<C>;
  directory?: Directory<C>;
  /** the connector that a connection's settings describe, where they say what it can do (declarative). Throws a ZodError for settings of another version */
  of?(settings: Record<string, unknown>): ReadConnector<C>;
}
