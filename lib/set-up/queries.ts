import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { ApprovalPolicyStatement } from "../domain/statement";
import { type NoticeState, noticeState } from "../health/notices";
import { namesIn } from "../trust/names";
import { enrolledKeys, type PersonKey, type TrustInForce, trustInForce } from "../trust/queries";
import { type TrustPerson, type TrustSetup, trustSetup } from "../trust/setup";
import { readTrustStatement } from "../trust/statements";
import { trustInWords } from "../trust/words";
import { type SetUpStep, type StepState, signersOf, stepStates } from "./steps";

/** A trust statement that waits, as a list shows it. */
export interface Waiting extends Pick<TrustSetup["waiting"][number], "digest" | "kind" | "createdAt" | "status" | "activeAt" | "people"> {
  title: string;
  /** people whose signature counts so far */
  signedBy: string[];
  /** people who could give a missing signature now */
  waitsFor: TrustPerson[];
  /** this person has signed it with effect */
  mine: boolean;
}

export interface SetUp {
  states: Record<SetUpStep, StepState>;
  root: (NonNullable<TrustInForce["root"]> & { person: string }) | null;
  administrators: TrustPerson[];
  approvers: TrustPerson[];
  waiting: Waiting[];
  /** connections whose trust statement is not active */
  unsignedConnections: TrustSetup["connections"];
  /** of whoever looks */
  keys: PersonKey[];
  policy: { statement: ApprovalPolicyStatement; signed: boolean };
  /** one person alone holds a key that counts, so an administrator's signature takes effect at once */
  alone: boolean;
  people: number;
  notices: NoticeState;
}

/** Where setting up stands, what waits for a signature and for whose. For showing: the executor decides by itself what it trusts. */
export async function setUp(ctx: Context): Promise<SetUp> {
  authorize(ctx.actor, "trust.read");
  const { db, actor } = ctx;
  const [setup, inForce, keys, people, connections, holders, notices] = await Promise.all([
    trustSetup(ctx),
    trustInForce(db),
    enrolledKeys(db),
    db.person.count({ where: { status: "active", source: { not: "operator" } } }),
    db.connection.count({ where: { removal: null } }),
    db.roleGrant.findMany({ where: { role: "administrator", person: { status: "active" } }, select: { personId: true } }),
    noticeState(ctx),
  ]);
  const self = actor.type === "person" ? actor.id : null;
  const administrators = new Set(holders.map(({ personId }) => personId));
  const { critical } = inForce.policy.statement;
  return {
    states: stepStates({
      root: setup.root !== null,
      administratorKey: keys.some(({ person, standing }) => administrators.has(person) && (standing === "active" || standing === "waiting")),
      directoryPeople: people,
      groups: [...inForce.groups].filter(([name, members]) => name !== "administrators" && members.size > 0).length,
      connections: { all: connections, trusted: connections - setup.connections.length },
      signers: signersOf(setup.approvers),
      needed: critical,
      notices: notices.sample || (notices.channels ?? []).length > 0,
    }),
    root: setup.root && { ...setup.root, person: await nameOf(ctx, setup.root.personId) },
    administrators: setup.administrators,
    approvers: setup.approvers,
    waiting: await inWords(ctx, setup.waiting, self),
    unsignedConnections: setup.connections,
    keys: keys.filter(({ person }) => person === self),
    policy: { statement: inForce.policy.statement, signed: inForce.policy.statement.nonce !== "countersign-default-policy" },
    alone: new Set(keys.filter(({ standing }) => standing === "active" || standing === "withdrawn").map(({ person }) => person)).size < 2,
    people,
    notices,
  };
}

async function nameOf(ctx: Context, id: string): Promise<string> {
  return (await ctx.db.person.findUnique({ where: { id }, select: { displayName: true } }))?.displayName ?? "The sample root";
}

async function inWords(ctx: Context, waiting: TrustSetup["waiting"], self: string | null): Promise<Waiting[]> {
  const read = waiting.map((row) => ({ row, statement: readTrustStatement(row) }));
  const names = await namesIn(
    ctx.db,
    read.flatMap(({ statement }) => (statement ? [statement] : [])),
    waiting.flatMap(({ signedBy }) => signedBy.map(({ person }) => person)),
  );
  // Which of two people of one name is meant, the signing page says; here their addresses would hide the rest.
  const short = new Map([...names].map(([id, name]) => [id, name.replace(/ <[^>]*>$/, "")]));
  return read.map(({ row: { body: _, subject: __, proposedBy: ___, ...row }, statement }) => ({
    ...row,
    title: statement ? trustInWords(statement, short).title : "A malformed statement",
    signedBy: [...new Set(row.signedBy.map(({ person }) => short.get(person) ?? person))],
    mine: row.signedBy.some(({ person }) => person === self),
  }));
}
