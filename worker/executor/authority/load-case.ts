import { canonical, sha256 } from "../../../lib/core/canonical";
import type { Context } from "../../../lib/core/context";
import { RevocationStatement } from "../../../lib/domain/statement";
import { readAnswer } from "../../../lib/signatures/answer";
import type { TrustRoot, TrustView } from "../../../lib/trust/chain";
import type { Journal } from "../journal";
import type { RequestCase, StoredAnswer } from "./case";
import type { Checks } from "./checks";
import { readLatches } from "./read-latches";

export interface CaseSources {
  ctx: Context;
  journal: Journal;
  root: TrustRoot;
  trust: TrustView;
  firstSight: Date;
  checks: Checks;
}

/** Reads one request with everything the verifier looks at, in the executor's own reading. Null when there is no such request. */
export async function loadCase({ ctx, journal, root, trust, firstSight, checks }: CaseSources, requestId: string): Promise<RequestCase | null> {
  const { db, clock } = ctx;
  const row = await db.request.findUnique({
    where: { id: requestId },
    select: {
      ...{ id: true, statement: true, digest: true, connectionId: true, requesterId: true },
      approvals: { orderBy: [{ at: "asc" }, { id: "asc" }] },
    },
  });
  if (!row) return null;
  const digest = sha256(row.statement);
  const answers: StoredAnswer[] = row.approvals.map(({ id, kind, personId, keyId, answer, assertion }) => ({ id, kind, personId, keyId, answer, assertion }));
  const named = answers.flatMap(({ answer }) => readAnswer(answer) ?? []);
  const [latches, people, others] = await Promise.all([
    readLatches(db, journal, requestId),
    db.person.findMany({ where: { id: { in: named.map(({ signer }) => signer) }, status: "active" }, select: { id: true } }),
    db.request.findMany({
      where: { digest: { in: named.map(({ statement }) => statement).filter((other) => other !== digest) }, id: { not: requestId } },
      select: { id: true, digest: true },
    }),
  ]);
  const statement = readStatement(row.statement, checks.single.has("the text is the canonical one"));
  return {
    now: clock.now(),
    root,
    trust,
    row,
    digest,
    statement,
    firstSight,
    latches,
    answers,
    activePeople: new Set(people.map(({ id }) => id)),
    otherRequests: new Map(others.map((other) => [other.digest, other.id])),
    acted: new Set((statement?.targets ?? []).map((target) => sha256(canonical(target))).filter((target) => journal.actOn(requestId, target) !== undefined)),
  };
}

/** The statement, if the text is exactly the canonical JSON of one. */
export function readStatement(text: string, canonically = true): RevocationStatement | null {
  try {
    const parsed = RevocationStatement.safeParse(JSON.parse(text));
    return parsed.success && (!canonically || canonical(parsed.data) === text) ? parsed.data : null;
  } catch {
    return null;
  }
}
