import { formatDateTime, formatRelative, plural } from "../core/format";
import type { StatementTarget } from "../domain/statement";
import type { SignableRequest, SignableTarget } from "./load-request";

const effects = {
  dead: { verb: "Revoke", meaning: "The token stops working for everybody who uses it. It can't be brought back: a new one must be issued." },
  disabled: { verb: "Disable", meaning: "The token stops working until somebody enables it again at the vendor." },
  shortened: { verb: "Shorten", meaning: "The token gets an earlier end." },
  narrowed: { verb: "Narrow", meaning: "The token loses some of what it may do." },
} as const;

/** "Revoke billing-sync on unleash-prod" */
export function requestTitle({ statement, targets, connection }: Pick<SignableRequest, "statement" | "targets" | "connection">): string {
  const [first] = targets;
  const what = targets.length === 1 && first ? first.target.name : plural(targets.length, "token");
  return `${effects[statement.effect].verb} ${what} on ${connection?.statement.name ?? "an unknown connection"}`;
}

/** What the effect means for those who use the token. */
export const effectMeaning = ({ statement }: Pick<SignableRequest, "statement">): string => effects[statement.effect].meaning;

/** What a signed target says about itself, part by part. */
export function targetFacts(target: StatementTarget): { label: string; value: string; unknown?: boolean; mono?: boolean }[] {
  return [
    { label: "Class", value: target.class.replaceAll("_", " ") },
    { label: "Environment", value: target.environment ?? "unknown", unknown: target.environment === null },
    { label: "May do", value: target.scopes.join(", ") || "nothing it declares" },
    { label: "Made by", value: target.creator ?? "unknown", unknown: target.creator === null },
    { label: "Made", value: target.created ? formatDateTime(new Date(target.created)) : "unknown", unknown: target.created === null },
    { label: "Known at the vendor by", value: handleInWords(target), mono: true },
    ...(target.fingerprint ? [{ label: `Fingerprint (${target.fingerprint.kind})`, value: target.fingerprint.value, mono: true }] : []),
  ];
}

const handleInWords = ({ handle }: StatementTarget): string =>
  Object.entries(handle)
    .map(([name, value]) => `${name} ${value ?? "unknown"}`)
    .join(" · ");

/** Last use as far as the vendor says; a missing date is unknown, never "never". */
export function lastUseInWords({ lastUsed }: SignableTarget["known"], now: Date): { value: string; unknown: boolean } {
  if (!lastUsed) return { value: "unknown: no source says when it was last used", unknown: true };
  return { value: `${formatRelative(lastUsed.at, now)}${lastUsed.source ? `, says ${lastUsed.source}` : ""}`, unknown: false };
}

/** Who answers for it, and whether they said so themselves. */
export function ownerInWords({ owner }: SignableTarget["known"]): { value: string; unknown: boolean } {
  if (!owner) return { value: "unknown: nobody answers for it", unknown: true };
  return { value: owner.confirmed ? owner.name : `${owner.name}, suggested, not confirmed`, unknown: !owner.confirmed };
}

/** What nobody can know before acting. */
export const whatCantBeKnown = "There is no usage source here, so what will break can't be said. Ask the owner, or whoever made the token, before you sign.";

/** "2 people from 2 groups" */
export const quorumInWords = ({ people, groups }: { people: number; groups: number }): string =>
  `${plural(people, "person", "people")} from ${plural(groups, "approver group")}`;

/** How far the people are, for the target that is furthest from enough. Groups are counted by the executor alone. */
export function progressInWords({ targets, approvals, requester }: SignableRequest): string {
  const missing = targets.map(({ digest, quorum }) => {
    const covering = approvals.filter(({ targets: covered }) => covered.includes(digest));
    const people = new Set(covering.filter(({ kind, person }) => kind === "approve" && person.id !== requester.id).map(({ person }) => person.id)).size;
    const ownSigned = covering.some(({ kind, person }) => kind === "request" && person.id === requester.id);
    return { people, needed: quorum.people + (ownSigned ? 0 : 1), groups: quorum.groups, ownSigned };
  });
  const [furthest] = missing.sort((one, other) => other.needed - other.people - (one.needed - one.people));
  if (!furthest) return "";
  const { people, needed, groups, ownSigned } = furthest;
  const more = ownSigned ? "" : " The requester has not signed, so one more approver is needed.";
  return `${people} of ${plural(needed, "approver")} so far, who must come from ${plural(groups, "group")}.${more}`;
}
