import { z } from "zod";
import type { Tx } from "../../../lib/core/db";
import { ScimFault } from "./fault";
import type { Json } from "./normalise";
import type { Operation } from "./patch";

/** A change of membership, applied in SQL: a group of thousands is never read to add one. */
export interface MemberChange {
  op: "add" | "remove" | "set";
  /** SCIM ids; null with remove = everyone */
  ids: string[] | null;
}

const Members = z.union([
  z.array(z.looseObject({ value: z.string() })),
  z.looseObject({ value: z.string() }).transform((one) => [one]),
  z.string().transform((value) => [{ value }]),
]);

/** SCIM ids of a members value: a list, one object, or (Entra ID) one bare id. Throws invalidValue. */
export function memberIds(value: Json | undefined): string[] {
  const parsed = Members.safeParse(value);
  if (!parsed.success) throw new ScimFault(400, "invalidValue", 'members must be a list of {"value": "<id of a user>"}.');
  return [...new Set(parsed.data.map((member) => member.value))];
}

/** Reads an operation on `members`, `members[value eq "…"]`; null when it is about something else. */
export function memberChange({ op, path, value }: Operation): MemberChange | null {
  const one = /^members\[\s*value\s+eq\s+"([^"]+)"\s*\]$/i.exec(path)?.[1];
  if (one) return { op: op === "remove" ? "remove" : "add", ids: [one] };
  if (!/^members$/i.test(path)) {
    if (/^members\b/i.test(path)) throw new ScimFault(400, "invalidPath", `"${path}" can't be used. What can: members, and members[value eq "<id>"].`);
    return null;
  }
  if (op === "remove") return { op, ids: value === undefined || (Array.isArray(value) && value.length === 0) ? null : memberIds(value) };
  return { op: op === "replace" ? "set" : "add", ids: memberIds(value) };
}

/** Applies a change and returns how many came and went. Throws invalidValue, naming the ids, when one to add is no user here. */
export async function applyMembers(tx: Tx, teamId: string, change: MemberChange): Promise<{ added: number; removed: number }> {
  const ids = change.ids ?? [];
  let removed = 0;
  if (change.op !== "add") {
    const all = change.op === "remove" && change.ids === null;
    const keep = change.op === "set";
    removed = await tx.$executeRaw`
      delete from team_member m using person p where p.id = m.person_id and m.team_id = ${teamId}::uuid
        and (${all} or (p.external_id = any(${ids})) <> ${keep})`;
  }
  if (change.op === "remove") return { added: 0, removed };
  const found = await tx.$queryRaw<{ id: string; scimId: string }[]>`
    select id, external_id as "scimId" from person where source = 'scim' and removed_at is null and external_id = any(${ids})`;
  const known = new Set(found.map((person) => person.scimId));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    const named = unknown.slice(0, 5).join(", ");
    throw new ScimFault(
      400,
      "invalidValue",
      `${unknown.length} of the members are no users here (${named}${unknown.length > 5 ? ", …" : ""}). Create them first.`,
    );
  }
  const added = await tx.$executeRaw`
    insert into team_member (team_id, person_id) select ${teamId}::uuid, x from unnest(${found.map((person) => person.id)}::uuid[]) x on conflict do nothing`;
  return { added, removed };
}
