import { appendAudit } from "../../../lib/audit/append";
import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { transaction } from "../../../lib/core/transaction";
import { setPersonStatuses } from "../../../lib/people/set-person-status";
import { upsertPersons } from "../../../lib/people/upsert-person";
import { maxResults } from "./discovery";
import { ScimFault } from "./fault";
import { filterSql } from "./filter-sql";
import { list, readQuery, shownAttributes } from "./list";
import { type Json, normaliseUser } from "./normalise";
import { applyOperations, readOperations } from "./patch";
import { UserSchema } from "./schema";
import type { ScimSettings } from "./settings";
import { coerceUser, personOf, type ScimResource } from "./user-record";
import { loadUser, loadUsers, present, type UserRow, userFilter } from "./user-rows";

/** What each request brings: the actor's context, the directory's settings, and the address under which clients know this server. */
export interface Scim {
  ctx: Context;
  settings: ScimSettings;
  /** absolute, up to and with /scim/v2 */
  base: string;
}

/** GET /Users */
export async function listUsers(scim: Scim, params: URLSearchParams): Promise<object> {
  const query = readQuery(params, maxResults);
  const attributes = shownAttributes(query);
  const { rows, total } = await loadUsers(scim.ctx.db, filterSql(query.filter, userFilter), query.startIndex, query.count);
  return list(
    rows.map((row) => present(row, scim.base, attributes)),
    total,
    query.startIndex,
  );
}

/** GET /Users/{id} */
export async function getUser(scim: Scim, id: string, params: URLSearchParams): Promise<object> {
  return present((await loadUser(scim.ctx.db, id)) ?? missing(id), scim.base, shownAttributes(readQuery(params, maxResults)));
}

/** POST /Users. The same human who was deleted before keeps their person; see lib/people/returning.ts. */
export async function createUser(scim: Scim, body: Json): Promise<UserRow> {
  const resource = coerceUser(normaliseUser(body));
  return transaction(scim.ctx, async (tx) => {
    const id = scim.ctx.ids.uuid();
    const personId = await save(tx, scim, id, { ...resource, active: resource.active ?? true });
    await appendAudit(tx, scim.ctx.actor, {
      action: "person.provisioned",
      subject: { type: "person", id: personId },
      detail: { source: "scim", scimId: id, userName: resource.userName },
    });
    return (await loadUser(tx, id)) ?? missing(id);
  });
}

/** PUT /Users/{id}: the whole user anew. An `active` left out stays as it was: a forgotten attribute brings nobody back. */
export async function replaceUser(scim: Scim, id: string, body: Json): Promise<UserRow> {
  const resource = coerceUser(normaliseUser(body));
  return transaction(scim.ctx, async (tx) => {
    const row = (await loadUser(tx, id, true)) ?? missing(id);
    await save(tx, scim, id, { ...resource, active: resource.active ?? row.resource.active ?? true });
    return (await loadUser(tx, id)) ?? missing(id);
  });
}

/** PATCH /Users/{id}. The row is locked first, so two patches at once follow one another. */
export async function patchUser(scim: Scim, id: string, body: Json): Promise<UserRow> {
  const operations = readOperations(body);
  return transaction(scim.ctx, async (tx) => {
    const row = (await loadUser(tx, id, true)) ?? missing(id);
    const before = { ...row.resource, id, active: row.resource.active ?? true };
    const after = coerceUser(await applyOperations(UserSchema, before, operations));
    await save(tx, scim, id, { ...after, active: after.active ?? true });
    return (await loadUser(tx, id)) ?? missing(id);
  });
}

/** DELETE /Users/{id}: the record is gone, the person has departed; their history stays. */
export async function deleteUser(scim: Scim, id: string): Promise<void> {
  const { ctx } = scim;
  await transaction(ctx, async (tx) => {
    const row = (await loadUser(tx, id, true)) ?? missing(id);
    await tx.$executeRaw`update person set removed_at = ${ctx.clock.now()}, changed_at = ${ctx.clock.now()} where id = ${row.personId}::uuid`;
    await tx.$executeRaw`delete from team_member m using team t where t.id = m.team_id and t.source = 'scim' and m.person_id = ${row.personId}::uuid`;
    await setPersonStatuses(tx, ctx, [{ personId: row.personId, status: "departed", at: null, source: "scim: deleted" }]);
    await appendAudit(tx, ctx.actor, { action: "person.removed", subject: { type: "person", id: row.personId }, detail: { source: "scim", scimId: id } });
  });
}

async function save(tx: Tx, scim: Scim, id: string, resource: ScimResource): Promise<string> {
  const person = personOf(id, resource, scim.settings, scim.ctx.clock.now());
  const { ids } = await upsertPersons(tx, scim.ctx, "scim", [person], { teams: false });
  return ids.get(id) ?? missing(id);
}

function missing(id: string): never {
  throw new ScimFault(404, null, `User ${id} was not found. It may have been deleted.`);
}
