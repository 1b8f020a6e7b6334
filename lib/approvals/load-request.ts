import { canonical, digestOf, sha256 } from "../core/canonical";
import type { Queryable } from "../core/db";
import { notFound } from "../core/errors";
import { ConnectionStatement, type Quorum, RevocationStatement, type StatementTarget } from "../domain/statement";
import { actedStates, type RequestState } from "../domain/states";
import type { TokenState } from "../domain/token-states";
import { readAnswer } from "../signatures/answer";
import { SignatureRefused } from "../signatures/refused";

export interface SignableTarget {
  digest: string;
  /** signed over */
  target: StatementTarget;
  quorum: Quorum;
  /** not signed over: what is known besides, now */
  known: {
    state: TokenState | null;
    lastUsed: { at: Date; source: string | null } | null;
    owner: { name: string; confirmed: boolean } | null;
  };
}

export interface SignableRequest {
  id: string;
  number: number;
  digest: string;
  /** `approved` only once every token of it has its execution: until then the others wait for more people, and it is `pending` */
  status: RequestState;
  statement: RevocationStatement;
  createdAt: Date;
  requester: { id: string; name: string };
  /** from the connection's own trust statement, found by the digest that is signed over; null when there is none */
  connection: { statement: ConnectionStatement; active: boolean } | null;
  targets: SignableTarget[];
  /** for how many of them the machine has begun to act */
  acted: number;
  approvals: { person: { id: string; name: string }; kind: "request" | "approve"; key: string; at: Date; targets: string[] }[];
  denials: { person: { id: string; name: string } | null; reason: string; at: Date; signed: boolean }[];
}

/** A request as its signed text has it, with what else is known beside. Throws NotFound; SignatureRefused when the stored text is not what its digest names. */
export async function loadRequest(db: Queryable, by: { id: string } | { number: number }): Promise<SignableRequest> {
  const row = await db.request.findUnique({
    where: "id" in by ? { id: by.id } : { number: by.number },
    include: { approvals: { include: { person: { select: { displayName: true } } }, orderBy: { at: "asc" } }, denials: { orderBy: { at: "asc" } } },
  });
  if (!row) throw notFound("The request");
  const statement = readStatement(row);
  const ids = [statement.requester, ...row.denials.map(({ personId }) => personId)];
  const [status, people, connection, known, acted] = await Promise.all([
    requestStatus(db, row.id),
    db.person.findMany({ where: { id: { in: ids } }, select: { id: true, displayName: true } }),
    loadConnection(db, statement.connection),
    loadKnown(
      db,
      statement.targets.map(({ token }) => token),
    ),
    db.execution.count({ where: { requestId: row.id, status: { in: [...actedStates] } } }),
  ]);
  const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
  return {
    id: row.id,
    number: row.number,
    digest: row.digest,
    status,
    statement,
    createdAt: row.createdAt,
    requester: { id: statement.requester, name: names.get(statement.requester) ?? "an unknown person" },
    connection,
    acted,
    targets: statement.targets.map((target, position) => ({
      digest: digestOf(target),
      target,
      quorum: statement.quorum[position] ?? { people: 1, groups: 1 },
      known: known.get(target.token) ?? { state: null, lastUsed: null, owner: null },
    })),
    approvals: row.approvals.map(({ personId, person, kind, keyId, at, answer }) => ({
      person: { id: personId, name: person.displayName },
      kind,
      key: keyId,
      at,
      targets: readAnswer(answer)?.targets ?? [],
    })),
    denials: row.denials.map(({ personId, reason, at, assertion }) => ({
      person: names.has(personId) ? { id: personId, name: names.get(personId) ?? "" } : null,
      reason,
      at,
      signed: assertion !== null,
    })),
  };
}

function readStatement(row: { id: string; statement: string; digest: string }): RevocationStatement {
  const altered = new SignatureRefused("statement_altered");
  if (sha256(row.statement) !== row.digest) throw altered;
  const parsed = RevocationStatement.safeParse(JSON.parse(row.statement));
  if (!parsed.success || canonical(parsed.data) !== row.statement || parsed.data.request !== row.id) throw altered;
  return parsed.data;
}

async function requestStatus(db: Queryable, id: string): Promise<RequestState> {
  const [row] = await db.$queryRaw<{ status: RequestState }[]>`
    select case when s.status = 'approved' and r.expires_at > now()
        and (select count(*) from request_target t where t.request_id = r.id) > (select count(*) from execution e where e.request_id = r.id)
      then 'pending' else s.status end as status
    from request r join request_status s on s.request_id = r.id where r.id = ${id}::uuid`;
  if (!row) throw notFound("The request");
  return row.status;
}

async function loadConnection(db: Queryable, digest: string): Promise<SignableRequest["connection"]> {
  const row = await db.trustStatement.findUnique({ where: { digest }, include: { state: { select: { status: true } } } });
  if (!row || sha256(row.body) !== digest) return null;
  const statement = ConnectionStatement.safeParse(JSON.parse(row.body));
  return statement.success ? { statement: statement.data, active: row.state?.status === "active" } : null;
}

async function loadKnown(db: Queryable, tokens: string[]): Promise<Map<string, SignableTarget["known"]>> {
  const [rows, states] = await Promise.all([
    db.token.findMany({
      where: { id: { in: tokens } },
      select: { id: true, lastUsedAt: true, lastUsedFrom: true, ownership: { select: { state: true, person: { select: { displayName: true } } } } },
    }),
    db.$queryRaw<{ id: string; state: TokenState }[]>`select token_id as id, state from token_state where token_id = any(${tokens}::uuid[])`,
  ]);
  const stateOf = new Map(states.map(({ id, state }) => [id, state]));
  return new Map(
    rows.map(({ id, lastUsedAt, lastUsedFrom, ownership }) => [
      id,
      {
        state: stateOf.get(id) ?? null,
        lastUsed: lastUsedAt ? { at: lastUsedAt, source: lastUsedFrom } : null,
        owner: ownership?.person ? { name: ownership.person.displayName, confirmed: ownership.state === "confirmed" } : null,
      },
    ]),
  );
}
