import { randomUUID } from "node:crypto";
import { SetClock } from "../../core/clock";
import { systemIds } from "../../core/ids";
import type { Answer } from "../../domain/statement";
import { answerText } from "../../signatures/answer";
import type { Assertion, SigningKey } from "../../signatures/assertion";
import { createFileKeyPair, signWithFileKey } from "../../signatures/file-key";
import { type Ceremony, createAuthenticator } from "../../signatures/testkit/authenticator";
import { evaluateTrust, type StoredSignature, type StoredStatement, sightings, type TrustInputs, type TrustRoot, type TrustView } from "../chain";
import type { Departure } from "../departures";
import { type BuiltTrustStatement, buildTrustStatement, type TrustInput } from "../statements";

/** A key with its private half, as a test person holds it. */
export interface WorldKey extends SigningKey {
  name: string;
  /** signs an answer; `lie` changes what a passkey says about origin, RP ID and flags */
  answer(
    answer: Pick<Answer, "answer" | "statement"> & { targets?: string[]; signer?: string },
    lie?: Partial<Ceremony>,
  ): { answerText: string; assertion: Assertion };
}

export interface TrustWorld {
  root: TrustRoot;
  rootKey: WorldKey;
  clock: SetClock;
  statements: (StoredStatement & Pick<BuiltTrustStatement, "kind" | "subject">)[];
  signatures: (StoredSignature & { personId: string })[];
  /** the executor's own first sights; filled at the clock's time by every act below */
  firstSeen: Map<string, Date>;
  departures: Departure[];
  keys: WorldKey[];
  makeKey(person: string, kind?: SigningKey["kind"], name?: string): WorldKey;
  /** the person leaves, now */
  depart(person: string): void;
  /** adds a statement; returns its digest */
  propose(input: TrustInput): string;
  sign(digest: string, key: WorldKey, lie?: Partial<Ceremony>): void;
  /** proposes and signs */
  establish(input: TrustInput, ...signers: WorldKey[]): string;
  /** a person's new key with its enrolment statement, signed by these */
  enrol(person: string, signers: WorldKey[], kind?: SigningKey["kind"]): WorldKey;
  inputs(): TrustInputs;
  view(): Promise<TrustView>;
}

/** A deployment's trust, made of real keys and signatures, to stand other tests on. Its clock moves only when told. */
export function createTrustWorld(
  options: { deployment?: string; person?: string; origin?: string; rpId?: string; sample?: boolean; rootKind?: SigningKey["kind"]; clock?: SetClock } = {},
): TrustWorld {
  const {
    deployment = randomUUID(),
    person = randomUUID(),
    origin = "http://localhost:3001",
    rpId = "localhost",
    sample = false,
    clock = new SetClock(),
  } = options;
  const keys: WorldKey[] = [];
  const makeKey: TrustWorld["makeKey"] = (owner, kind = "webauthn", name = `${kind} key`) => {
    const key = kind === "webauthn" ? passkey(owner, name, { origin, rpId }) : fileKey(owner, name);
    keys.push(key);
    return key;
  };
  const rootKey = makeKey(person, options.rootKind ?? (sample ? "ed25519" : "webauthn"), "root");
  const { id, kind, publicKey } = rootKey;
  const world: TrustWorld = {
    root: { deployment, person, key: { id, kind, publicKey }, rpId, origin, sample, pinnedAt: clock.now().toISOString() },
    rootKey,
    clock,
    keys,
    statements: [],
    signatures: [],
    firstSeen: new Map(),
    departures: [],
    makeKey,
    depart(who) {
      clock.advance(1000);
      world.departures.push({ person: who, recorded: clock.now(), seen: clock.now() });
      clock.advance(1000);
    },
    propose(input) {
      const { digest, body, kind: statementKind, subject } = buildTrustStatement({ clock, ids: systemIds }, deployment, input);
      world.statements.push({ digest, body, kind: statementKind, subject });
      sight(world);
      return digest;
    },
    sign(digest, key, lie) {
      const { answerText: answer, assertion } = key.answer({ answer: "trust", statement: digest }, lie);
      // The order of signing counts among what is first seen together, as it does for the real signer.
      const at = new Date(clock.now().getTime() + world.signatures.length);
      world.signatures.push({ digest, keyId: key.id, personId: key.person, answer, assertion, at });
      sight(world);
    },
    establish(input, ...signers) {
      const digest = world.propose(input);
      for (const signer of signers) world.sign(digest, signer);
      return digest;
    },
    enrol(owner, signers, keyKind) {
      const key = makeKey(owner, keyKind);
      world.establish(enrolmentOf(key), ...signers);
      return key;
    },
    inputs: () => {
      const { root, statements, signatures, firstSeen, departures } = world;
      return { root, statements, signatures, firstSeen, departures, now: clock.now() };
    },
    view: () => evaluateTrust(world.inputs()),
  };
  return world;
}

/** What the signer writes when somebody registers this key. */
export const enrolmentOf = (key: WorldKey): TrustInput => ({
  type: "countersign/key",
  person: key.person,
  key: { id: key.id, kind: key.kind, publicKey: key.publicKey, name: key.name },
});

function sight(world: TrustWorld): void {
  for (const digest of sightings(world)) if (!world.firstSeen.has(digest)) world.firstSeen.set(digest, world.clock.now());
}

function full(key: SigningKey, { answer, statement, targets = [], signer = key.person }: Parameters<WorldKey["answer"]>[0]): Answer {
  return { type: "countersign/answer", version: 1, answer, statement, signer, key: key.id, targets };
}

function passkey(person: string, name: string, page: { origin: string; rpId: string }): WorldKey {
  const authenticator = createAuthenticator(page);
  const key: SigningKey = { id: authenticator.id, kind: "webauthn", publicKey: authenticator.publicKey, person };
  return { ...key, name, answer: (answer, lie) => authenticator.answer(full(key, answer), lie) };
}

function fileKey(person: string, name: string): WorldKey {
  const pair = createFileKeyPair();
  const key: SigningKey = { id: pair.id, kind: "ed25519", publicKey: pair.publicKey, person };
  return {
    ...key,
    name,
    answer: (answer) => {
      const text = answerText(full(key, answer));
      return { answerText: text, assertion: signWithFileKey(pair, text) };
    },
  };
}
