import type { ApprovalPolicyStatement, ConnectionStatement, TrustStatement } from "../domain/statement";
import type { SigningKey } from "../signatures/assertion";
import { fileKeyId } from "../signatures/key-fingerprint";
import { defaultPolicy } from "./default-policy";
import type { TrustRoot } from "./root";
import { about } from "./statements";

export interface TrustedKey extends SigningKey {
  name: string;
}

interface Active {
  digest: string;
  /** milliseconds */
  issued: number;
}

/** What is trusted at one instant while the statements are gone through in time. */
export interface Standing {
  root: TrustRoot;
  keys: Map<string, TrustedKey>;
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
export function rootStanding(root: TrustRoot): Standing {
  return {
    root,
    keys: new Map([[root.key.id, { ...root.key, person: root.person, name: root.sample ? "sample root" : "pinned root" }]]),
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
export function obstacle(standing: Standing, statement: TrustStatement): "newer_active" | "key_withdrawn" | "key_taken" | null {
  if (statement.type === "countersign/key") {
    const { key, person } = statement;
    if (standing.withdrawn.has(key.id) || standing.withdrawnPublicKeys.has(key.publicKey)) return "key_withdrawn";
    // A file key's id comes from its own bytes; no signature covers a passkey's id, so the public key is looked at as well.
    if (key.kind === "ed25519" && key.id !== fileKeyId(key.publicKey)) return "key_taken";
    const taken = [...standing.keys.values()].find((known) => known.id === key.id || known.publicKey === key.publicKey);
    const same = taken?.id === key.id && taken.publicKey === key.publicKey && taken.person === person && taken.kind === key.kind;
    return taken && !same ? "key_taken" : null;
  }
  const newest = standing.newest.get(place(statement));
  return newest && statement.type !== "countersign/key-withdrawal" && newest.issued >= Date.parse(statement.issued) ? "newer_active" : null;
}

/** Makes a statement active. Returns the digest it takes the place of, or for a withdrawal that of the key's statement. */
export function activate(standing: Standing, digest: string, statement: TrustStatement): string | null {
  const subject = place(statement);
  let replaced = standing.newest.get(subject)?.digest ?? null;
  standing.newest.set(subject, { digest, issued: Date.parse(statement.issued) });
  switch (statement.type) {
    case "countersign/key":
      replaced = null;
      // The pinned key keeps its own entry; its enrolment only repeats it.
      if (!standing.keys.has(statement.key.id)) standing.keys.set(statement.key.id, { ...statement.key, person: statement.person });
      if (new Set([...standing.keys.values()].map((key) => key.person)).size > 1) standing.twoPeople = true;
      break;
    case "countersign/key-withdrawal":
      standing.withdrawn.add(statement.key);
      for (const { id, publicKey } of standing.keys.values()) if (id === statement.key) standing.withdrawnPublicKeys.add(publicKey);
      standing.keys.delete(statement.key);
      replaced = standing.newest.get(`key ${statement.key}`)?.digest ?? null;
      break;
    case "countersign/approver-group":
      standing.groups.set(statement.group, new Set(statement.members));
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

/** Whether signatures by this key are an administrator's: the pinned key, or a member of the signed group "administrators". */
export function isAdministrator(standing: Pick<Standing, "root" | "groups">, key: SigningKey): boolean {
  return key.id === standing.root.key.id || standing.groups.get("administrators")?.has(key.person) === true;
}
