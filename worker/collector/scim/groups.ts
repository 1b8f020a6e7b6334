import { z } from "zod";
import { appendAudit } from "../../../lib/audit/append";
import { authorize } from "../../../lib/authorization/authorize";
import type { Tx } from "../../../lib/core/db";
import { transaction } from "../../../lib/core/transaction";
import { maxResults } from "./discovery";
import { checked, ScimFault } from "./fault";
import { filterSql } from "./filter-sql";
import { applyMembers, type MemberChange, memberChange, memberIds } from "./group-members";
import { type GroupRow, groupFilter, loadGroup, loadGroups, presentGroup } from "./group-rows";
import { list, readQuery, shownAttributes } from "./list";
import { clean, type Json } from "./normalise";
import { applyOperations, asJson, readOperations } from "./patch";
import { GroupSchema } from "./schema";
import type { Scim } from "./users";

const Group = z.looseObject({
  displayName: z.string().trim().min(1, "must not be empty").max(400),
  externalId: z.string().trim().min(1).max(400).optional(),
  members: z.json().optional(),
});
type Group = z.infer<typeof Group>;

const view = (params: URLSearchParams) => {
  const query = readQuery(params, maxResults);
  const names = (text: string | null) => text?.split(",").map((name) => name.trim().toLowerCase()) ?? [];
  const withMembers =
    !names(query.excludedAttributes).includes("members") && (!query.attributes || names(query.attributes).some((name) => name.startsWith("members")));
  return { ...query, withMembers, shown: shownAttributes(query) };
};

/** GET /Groups */
export async function listGroups(scim: Scim, params: URLSearchParams): Promise<object> {
  const query = view(params);
  const { rows, total } = await loadGroups(scim.ctx.db, filterSql(query.filter, groupFilter), query);
  return list(
    rows.map((row) => presentGroup(row, scim.base, query.shown)),
    total,
    query.startIndex,
  );
}

/** GET /Groups/{id} */
export async function getGroup(scim: Scim, id: string, params: URLSearchParams): Promise<object> {
  const query = view(params);
  return presentGroup((await loadGroup(scim.ctx.db, id, query)) ?? missing(id), scim.base, query.shown);
}

/** POST /Groups */
export async function createGroup({ ctx }: Scim, body: Json): Promise<GroupRow> {
  authorize(ctx.actor, "people.sync");
  const group = readGroup(body);
  return transaction(ctx, async (tx) => {
    const id = ctx.ids.uuid();
    await refuseTwin(tx, id, group);
    const record = { externalId: group.externalId, created: ctx.clock.now().toISOString() };
    await tx.team.create({ data: { id, source: "scim", externalId: id, name: group.displayName, record, changedAt: ctx.clock.now() } });
    const counts = group.members === undefined ? {} : await applyMembers(tx, id, { op: "add", ids: memberIds(group.members) });
    await appendAudit(tx, ctx.actor, { action: "team.created", subject: { type: "team", id }, detail: { source: "scim", name: group.displayName, ...counts } });
    return (await loadGroup(tx, id)) ?? missing(id);
  });
}

/** PUT /Groups/{id}: the whole group anew, members too. */
export async function replaceGroup(scim: Scim, id: string, body: Json): Promise<GroupRow> {
  const group = readGroup(body);
  return change(scim, id, group, [{ op: "set", ids: group.members === undefined ? [] : memberIds(group.members) }]);
}

/** PATCH /Groups/{id}. Membership is changed in place; everything else goes through scimmy. */
export async function patchGroup(scim: Scim, id: string, body: Json): Promise<void> {
  const operations = readOperations(body);
  const changes = operations.flatMap((operation) => memberChange(operation) ?? []);
  const others = operations.filter((operation) => memberChange(operation) === null);
  await change(scim, id, others, changes);
}

/** DELETE /Groups/{id} */
export async function deleteGroup({ ctx }: Scim, id: string): Promise<void> {
  authorize(ctx.actor, "people.sync");
  await transaction(ctx, async (tx) => {
    const row = (await loadGroup(tx, id, { withMembers: false, lock: true })) ?? missing(id);
    await tx.team.delete({ where: { id: row.teamId } });
    await appendAudit(tx, ctx.actor, { action: "team.removed", subject: { type: "team", id: row.teamId }, detail: { source: "scim", name: row.name } });
  });
}

async function change({ ctx }: Scim, id: string, next: Group | ReturnType<typeof readOperations>, members: MemberChange[]): Promise<GroupRow> {
  authorize(ctx.actor, "people.sync");
  return transaction(ctx, async (tx) => {
    const row = (await loadGroup(tx, id, { withMembers: false, lock: true })) ?? missing(id);
    const before = { id, displayName: row.name, ...(row.externalId ? { externalId: row.externalId } : {}) };
    const group = Array.isArray(next) ? readGroup(await applyOperations(GroupSchema, before, next)) : next;
    await refuseTwin(tx, id, group);
    const record = { externalId: group.externalId, created: (row.created ?? row.changed).toISOString() };
    await tx.team.update({ where: { id: row.teamId }, data: { name: group.displayName, record, changedAt: ctx.clock.now() } });
    const counts = { added: 0, removed: 0 };
    for (const one of members) {
      const { added, removed } = await applyMembers(tx, row.teamId, one);
      counts.added += added;
      counts.removed += removed;
    }
    const renamed = row.name === group.displayName ? {} : { was: row.name };
    if (counts.added + counts.removed > 0 || "was" in renamed)
      await appendAudit(tx, ctx.actor, {
        action: "team.changed",
        subject: { type: "team", id: row.teamId },
        detail: { source: "scim", name: group.displayName, ...renamed, ...counts },
      });
    return (await loadGroup(tx, id)) ?? missing(id);
  });
}

function readGroup(body: Json): Group {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new ScimFault(400, "invalidSyntax", "The body must be one JSON object: a SCIM Group.");
  const { members, id: _id, meta: _meta, ...rest } = clean(body) as Record<string, Json>;
  const parsed = Group.safeParse({ ...asJson(checked("invalidValue", () => new GroupSchema(rest, "in"))), members });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ScimFault(400, "invalidValue", `${issue?.path.join(".")}: ${issue?.message}`);
}

/** Two groups of one name or one client id can't be told apart by a filter. The lock, a row that web can't hold, lets one of two equal requests win. */
async function refuseTwin(tx: Tx, id: string, group: Group): Promise<void> {
  await tx.$queryRaw`select name from turn where name = 'scim groups' for no key update`;
  const twins = await tx.$queryRaw<{ name: string }[]>`
    select name from team where source = 'scim' and external_id <> ${id}
      and (lower(name) = lower(${group.displayName}) or record ->> 'externalId' = ${group.externalId ?? null}) limit 1`;
  if (twins.length > 0) throw new ScimFault(409, "uniqueness", `Another group already has the name "${group.displayName}" or this externalId.`);
}

function missing(id: string): never {
  throw new ScimFault(404, null, `Group ${id} was not found. It may have been deleted.`);
}
