import type { ApprovalPolicyStatement, ConnectionStatement, KeyStatement, TrustStatement } from "../domain/statement";
import type { SigningKey } from "../signatures/assertion";
import { fileKeyId } from "../signatures/key-fingerprint";
import { defaultPolicy } from "./default-policy";
import type { TrustRoot } from "./root";
import type { ChainRule } from "./rules";
import { about } from "./statements";

export interface TrustedKey extends SigningKey {
  name: string;
  /** issue or effect of the statement that made it count, whichever was first; of the root the pin. Milliseconds */
  established: number;
  /** signatures first seen in this time count for nothing: its person was away. Milliseconds, `to` excluded */
  unheard: { from: number; to: number } | null;
}

interface Active {
  digest: string;
  /** milliseconds */
  issued: number;
  /** issue or effect, whichever was first, milliseconds */
  established: number;
}

/** What is trusted at one instant while the statements are gone through in time. */
export interface Standing {
  root: TrustRoot;
  rules: ReadonlySet<ChainRule>;
  keys: Map<string, TrustedKey>;
  /** keys whose person left, until they are signed anew */
  lapsed: Map<string, TrustedKey>;
  /** person → when they last left, milliseconds */
  departed: Map<string, number>;
  withdrawn: Set<string>;
  /** public keys ever withdrawn: under another id they are the same keys */
  withdrawnPublicKeys: Set<string>;
  groups: Map<string, Set<string>>;
  policy: { digest: string; statement: ApprovalPolicyStatement };
  connections: Map<string, { digest: string; statement: ConnectionStatement }>;
  /** the newest active statement per kind and subject */
  newest: Map<string, Active>;
  /**
   * Two people have had an active key at once. It stays true: else one administrator could withdraw everybody else's keys
   * (narrowing, one signature) and then widen alone.
   */
  twoPeople: boolean;
}

/** Only the pinned key, and the default policy. */
export function rootStanding(root: TrustRoot, rules: ReadonlySet<ChainRule>): Standing {
  const name = root.sample ? "sample root" : "pinned root";
  return {
    root,
    rules,
    keys: new Map([[root.key.id, { ...root.key, person: root.person, name, established: Date.parse(root.pinnedAt), unheard: null }]]),
    lapsed: new Map(),
    departed: new Map(),
    withdrawn: new Set(),
    withdrawnPublicKeys: new Set(),
    groups: new Map(),
    policy: defaultPolicy(root.deployment),
    connections: new Map(),
    newest: new Map(),
    twoPeople: false,
  };
}

const place = (statement: TrustStatement) => Object.values(about(statement)).join(" ");

/** Why a statement can no longer become active, or null while it still can. */
export function obstacle(standing: Standing, statement: TrustStatement): "newer_active" | "key_withdrawn" | "key_taken" | "holder_departed" | null {
  if (statement.type === "countersign/key") {
    const { key, person } = statement;
    if (standing.withdrawn.has(key.id) || standing.withdrawnPublicKeys.has(key.publicKey)) return "key_withdrawn";
    // A file key's id comes from its own bytes; no signature covers a passkey's id, so the public key is looked at as well.
    if (key.kind === "ed25519" && key.id !== fileKeyId(key.publicKey)) return "key_taken";
    const taken = [...standing.keys.values(), ...standing.lapsed.values()].find((known) => known.id === key.id || known.publicKey === key.publicKey);
    const same = taken?.id === key.id && taken.publicKey === key.publicKey && taken.person === person && taken.kind === key.kind;
    if (taken && !same && standing.rules.has("a key is one person's")) return "key_taken";
    return !standing.keys.has(key.id) && standing.rules.has("a key lapses when its person leaves") && leftSince(standing, person, statement.issued)
      ? "holder_departed"
      : null;
  }
  const newest = standing.newest.get(place(statement));
  return newest && statement.type !== "countersign/key-withdrawal" && newest.issued >= Date.parse(statement.issued) ? "newer_active" : null;
}

/** Makes a statement active at that instant. Returns the digest it takes the place of, or for a withdrawal that of the key's statement. */
export function activate(standing: Standing, digest: string, statement: TrustStatement, at: number): string | null {
  const subject = place(statement);
  let replaced = standing.newest.get(subject)?.digest ?? null;
  const issued = Date.parse(statement.issued);
  const established = Math.min(issued, at);
  standing.newest.set(subject, { digest, issued, established });
  switch (statement.type) {
    case "countersign/key":
      replaced = null;
      addKey(standing, statement, established, at);
      if (peopleWithKeys(standing) > 1) standing.twoPeople = true;
      break;
    case "countersign/key-withdrawal":
      standing.withdrawn.add(statement.key);
      for (const { id, publicKey } of [...standing.keys.values(), ...standing.lapsed.values()])
        if (id === statement.key) standing.withdrawnPublicKeys.add(publicKey);
      standing.keys.delete(statement.key);
      standing.lapsed.delete(statement.key);
      replaced = standing.newest.get(`key ${statement.key}`)?.digest ?? null;
      break;
    case "countersign/approver-group":
      standing.groups.set(statement.group, new Set(statement.members.filter((member) => !leftSince(standing, member, statement.issued))));
      break;
    case "countersign/approval-policy":
      standing.policy = { digest, statement };
      break;
    case "countersign/connection":
      standing.connections.set(statement.connection, { digest, statement });
      break;
    default:
      statement satisfies never;
  }
  return replaced;
}

function addKey(standing: Standing, { key, person }: KeyStatement, established: number, at: number): void {
  const known = standing.keys.get(key.id);
  if (known) {
    // The pinned key keeps its own entry; its enrolment only repeats it, unsigned.
    if (key.id !== standing.root.key.id) known.established = Math.max(known.established, established);
    return;
  }
  standing.lapsed.delete(key.id);
  standing.keys.set(key.id, { ...key, person, established, unheard: standing.departed.has(person) ? { from: -Infinity, to: at } : null });
}

/** Whether the person left after this was issued: then it cannot speak for whoever came back. */
const leftSince = ({ departed }: Standing, person: string, issued: string): boolean => (departed.get(person) ?? -Infinity) >= Date.parse(issued);

/** How many people have a key that counts now. */
export const peopleWithKeys = ({ keys }: Standing): number => new Set([...keys.values()].map(({ person }) => person)).size;

/** Whether signatures by this key are an administrator's: the pinned key, or a member of the signed group "administrators". */
export function isAdministrator(standing: Pick<Standing, "root" | "groups">, key: SigningKey): boolean {
  return key.id === standing.root.key.id || standing.groups.get("administrators")?.has(key.person) === true;
}
