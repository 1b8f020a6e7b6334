import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { enrolledKeys, type PersonKey, trustInForce } from "../trust/queries";
import { type SetUp, setUp, type Waiting } from "./queries";

export interface GroupMember {
  id: string;
  name: string;
  /** somebody who left keeps their place in the signed statement, and counts for nothing */
  active: boolean;
  hasKey: boolean;
}
export interface ApproverGroup {
  name: string;
  members: GroupMember[];
}
export interface HeldKey extends Pick<PersonKey, "id" | "name" | "kind" | "standing" | "at"> {
  person: { id: string; name: string };
  isRoot: boolean;
}

export interface Policies {
  policy: SetUp["policy"];
  groups: ApproverGroup[];
  keys: HeldKey[];
  /** groups, policies and withdrawals that wait; keys and connections are on the set-up checklist */
  waiting: Waiting[];
  rootPerson: string | null;
}

/** Who approves and how many must, as signed; what was proposed instead; and whose keys there are. */
export async function policies(ctx: Context): Promise<Policies> {
  authorize(ctx.actor, "trust.read");
  const [shown, { groups, root }, keys] = await Promise.all([setUp(ctx), trustInForce(ctx.db), enrolledKeys(ctx.db)]);
  const ids = [...new Set([...[...groups.values()].flatMap((members) => [...members]), ...keys.map(({ person }) => person)])];
  const people = new Map(
    (await ctx.db.person.findMany({ where: { id: { in: ids } }, select: { id: true, displayName: true, status: true } })).map((one) => [one.id, one]),
  );
  const holders = new Set(keys.filter(({ standing }) => standing === "active").map(({ person }) => person));
  const named = (id: string) => ({ id, name: people.get(id)?.displayName ?? id });
  return {
    policy: shown.policy,
    groups: [...groups].sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, members]) => ({ name, members: [...members].map(member).sort(byName) })),
    keys: keys.map(({ id, name, kind, standing, at, person }) => ({ id, name, kind, standing, at, person: named(person), isRoot: id === root?.keyId })),
    waiting: shown.waiting.filter(({ kind }) => kind === "approver_group" || kind === "approval_policy" || kind === "key_withdrawal"),
    rootPerson: shown.root?.person ?? null,
  };

  function member(id: string): GroupMember {
    return { ...named(id), active: people.get(id)?.status === "active", hasKey: holders.has(id) };
  }
}

const byName = (one: GroupMember, other: GroupMember) => one.name.localeCompare(other.name);
