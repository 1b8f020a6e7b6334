import type { Queryable } from "../core/db";
import { Answer } from "../domain/statement";

/** One thing a person did about a request. */
export interface PersonStep {
  kind: "requested" | "requester_signed" | "signed" | "denied" | "withdrawn" | "stopped";
  at: string;
  person: { id: string; name: string; department: string | null } | { operator: string };
  /** the key that signed, where one did */
  key: { name: string; kind: "webauthn" | "ed25519" } | null;
  /** how many targets the answer covers; null where it is about all */
  covers: number | null;
  reason: string | null;
}

/** What people did about a request, oldest first, as each writer recorded it. Whether a signature counts is the executor's to say. */
export async function peopleLane(db: Queryable, requestId: string): Promise<PersonStep[]> {
  const request = await db.request.findUniqueOrThrow({
    where: { id: requestId },
    select: { createdAt: true, reason: true, requesterId: true, approvals: true, denials: true, withdrawals: true, stops: true },
  });
  const { approvals, denials, withdrawals, stops } = request;
  const personIds = [request.requesterId, ...[...approvals, ...denials, ...withdrawals].map(({ personId }) => personId)];
  const keyIds = [...approvals, ...denials].flatMap(({ keyId }) => keyId ?? []);
  const [people, keys] = await Promise.all([
    db.person.findMany({ where: { id: { in: personIds } }, select: { id: true, displayName: true, department: true } }),
    db.enrolment.findMany({ where: { keyId: { in: keyIds } }, select: { keyId: true, name: true, kind: true } }),
  ]);
  const who = (id: string) => {
    const person = people.find((each) => each.id === id);
    return { id, name: person?.displayName ?? id, department: person?.department ?? null };
  };
  const withKey = (id: string | null) => {
    const key = keys.find((each) => each.keyId === id);
    return key ? { name: key.name, kind: key.kind } : null;
  };
  const steps: PersonStep[] = [
    { kind: "requested", at: request.createdAt.toISOString(), person: who(request.requesterId), key: null, covers: null, reason: request.reason },
    ...approvals.map(
      (row): PersonStep => ({
        kind: row.kind === "request" ? "requester_signed" : "signed",
        at: row.at.toISOString(),
        person: who(row.personId),
        key: withKey(row.keyId),
        covers: coverage(row.answer),
        reason: null,
      }),
    ),
    ...denials.map(
      (row): PersonStep => ({ kind: "denied", at: row.at.toISOString(), person: who(row.personId), key: withKey(row.keyId), covers: null, reason: row.reason }),
    ),
    ...withdrawals.map(
      (row): PersonStep => ({ kind: "withdrawn", at: row.at.toISOString(), person: who(row.personId), key: null, covers: null, reason: row.reason }),
    ),
    ...stops.map(
      (row): PersonStep => ({ kind: "stopped", at: row.at.toISOString(), person: { operator: row.stoppedBy }, key: null, covers: null, reason: row.reason }),
    ),
  ];
  return steps.sort((a, b) => a.at.localeCompare(b.at));
}

function coverage(answer: string): number | null {
  try {
    return Answer.parse(JSON.parse(answer)).targets.length;
  } catch {
    return null;
  }
}
