import { settingsInWords } from "../connectors/declarative/words";
import { formatDuration, plural } from "../core/format";
import type { ApprovalPolicyStatement, ConnectionStatement, Quorum, TrustStatement } from "../domain/statement";
import { keyFingerprint } from "../signatures/key-fingerprint";
import type { Widening } from "./widening";

/** Names for the ids in a statement. An id without a name is shown as it is. */
export type Names = ReadonlyMap<string, string>;

export interface TrustInWords {
  title: string;
  /** what becomes true once it is active */
  meaning: string;
  facts: { label: string; value: string; mono?: boolean }[];
}

/** A trust statement as people read it before they sign. Every part of it that has effect is here. */
export function trustInWords(statement: TrustStatement, names: Names): TrustInWords {
  const named = (id: string) => names.get(id) ?? id;
  switch (statement.type) {
    case "countersign/key":
      return {
        title: `Trust a key of ${named(statement.person)}`,
        meaning: `What this key signs will count as ${named(statement.person)}'s own signature.`,
        facts: [
          { label: "Person", value: named(statement.person) },
          { label: "Key", value: `${statement.key.name} (${keyKindInWords(statement.key.kind)})` },
          { label: "Fingerprint", value: keyFingerprint(statement.key.publicKey), mono: true },
        ],
      };
    case "countersign/key-withdrawal":
      return {
        title: "Withdraw a key",
        meaning: "What this key signs from now on counts for nothing, for good. What it signed before stays.",
        facts: [
          { label: "Key", value: named(statement.key), mono: !names.has(statement.key) },
          { label: "Reason", value: statement.reason || "none given" },
        ],
      };
    case "countersign/approver-group":
      return groupInWords(statement.group, statement.members.map(named).sort());
    case "countersign/approval-policy":
      return {
        title: "Set the approval policy",
        meaning: "It takes the place of the one in force. Requests signed under that one must be filed again; one click does it.",
        facts: policyFacts(statement),
      };
    case "countersign/connection":
      return {
        title: `Trust the connection ${statement.name}`,
        meaning: `The executor may act at ${statement.origin} with the revoke credential that is sealed for it.`,
        facts: [
          { label: "Vendor", value: statement.vendor },
          { label: "Origin", value: statement.origin, mono: true },
          { label: "Certificate authority", value: statement.ca ? "its own, given with the connection" : "the system's" },
          { label: "Private addresses", value: statement.allowPrivate ? "allowed" : "refused" },
          ...settingFacts(statement),
        ],
      };
    default:
      return statement satisfies never;
  }
}

/** A declaration says itself what will be called and what counts as death; other settings stand as they are. */
function settingFacts({ vendor, settings }: ConnectionStatement): TrustInWords["facts"] {
  if (vendor === "declarative") return settingsInWords(settings);
  return Object.entries(settings).map(([label, value]) => ({ label, value: typeof value === "string" ? value : JSON.stringify(value) }));
}

function groupInWords(group: string, members: string[]): TrustInWords {
  const administrators = group === "administrators";
  return {
    title: administrators ? "Say who the administrators are" : `Say who approves as ${group}`,
    meaning: administrators
      ? "These people, and whoever holds the pinned key, may sign statements like this one. The list takes the place of the one in force."
      : `These people's approvals count as those of ${group}. The list takes the place of the one in force.`,
    facts: [
      { label: "Group", value: group },
      { label: "Members", value: members.join(", ") || "nobody" },
    ],
  };
}

/** What widens, in a sentence; null when nothing does. */
export function wideningInWords(widening: Widening | null, names: Names): string | null {
  if (!widening) return null;
  switch (widening.kind) {
    case "key":
      return `It gives ${names.get(widening.person) ?? widening.person} a key whose signatures count.`;
    case "members":
      return `It adds ${widening.added.map((id) => names.get(id) ?? id).join(", ")} to ${widening.group}.`;
    case "policy":
      return `It asks for less than the policy in force: ${widening.weaker.join(", ")}.`;
    case "connection":
      return "It lets the executor act at a place where it could not before.";
    default:
      return widening satisfies never;
  }
}

const keyKindInWords = (kind: "webauthn" | "ed25519"): string => (kind === "webauthn" ? "passkey" : "file key");

const quorumInWords = ({ people, groups }: Quorum): string => `${plural(people, "person", "people")} from ${plural(groups, "group")}`;

function policyFacts(policy: ApprovalPolicyStatement): TrustInWords["facts"] {
  return [
    { label: "Standard", value: quorumInWords(policy.standard) },
    { label: "Critical or unknown", value: quorumInWords(policy.critical) },
    { label: "Hold before acting", value: policy.holdSeconds === 0 ? "none" : formatDuration(policy.holdSeconds * 1000) },
    { label: "Delay of widening", value: policy.wideningDelaySeconds === 0 ? "none" : formatDuration(policy.wideningDelaySeconds * 1000) },
  ];
}
