import type { Tx } from "../../../../lib/core/db";
import { type Bad, needed, text } from "../../../../lib/imports/cell-values";
import { type NamedOwner, suggestImported } from "../../../../lib/suggestions/suggest-imported";
import { findPersons } from "../find-persons";
import type { ImportRun, Reject } from "../parts";
import type { RowKind } from "../take-rows";
import { findTeams } from "./workloads";

interface OwnerRow {
  key: string;
  token: string;
  system: string | null;
  owner: string;
  backup: string | null;
  team: string | null;
  purpose: string | null;
}

/**
 * Who answers for tokens that are known already. The token is named by its id (any value of its handle) or its name; the principal is meant.
 * What a person said since is not overruled: only what an import said before, or nobody. Where whom a person confirmed has left, the file's owner is suggested.
 */
export const ownerRows: RowKind<OwnerRow> = {
  read(cell) {
    const [token, system] = [needed(cell("token"), "token", 500), text(cell("system"), "system", 300)];
    return {
      key: `${system ?? ""}\n${token}`,
      token,
      system,
      owner: needed(cell("owner"), "owner", 500),
      backup: text(cell("backup"), "backup", 500),
      team: text(cell("team"), "team", 300),
      purpose: text(cell("purpose"), "purpose", 2_000),
    };
  },
  async write(tx, ctx, run, rows) {
    const [persons, teams] = [
      new Map<string, string | null>(),
      await findTeams(
        tx,
        rows.flatMap(({ said }) => said.team ?? []),
      ),
    ];
    await findPersons(
      tx,
      persons,
      rows.flatMap(({ said }) => [said.owner, ...(said.backup === null ? [] : [said.backup])]),
    );
    const wanted = JSON.stringify(rows.map(({ row, said }) => ({ row, token: said.token, system: said.system, key: JSON.stringify({ id: said.token }) })));
    const found = await tx.$queryRaw<{ row: number; id: string | null; tokens: number }[]>`
      select r.row::int as row, min(t.id::text) as id, count(distinct t.id)::int as tokens
      from jsonb_to_recordset(${wanted}::jsonb) as r (row bigint, token text, system text, key text)
      left join lateral (
        select coalesce(k.merged_into, k.id) as id from token k join connection c on c.id = k.connection_id where k.name = r.token and (r.system is null or c.name = r.system)
        union select coalesce(k.merged_into, k.id) from connection c join token k on k.connection_id = c.id and k.handle_key = r.key where r.system is null or c.name = r.system
        limit 2
      ) t on true group by r.row`;
    const tokens = new Map(found.map((one) => [one.row, one]));
    const rejects: Reject[] = [];
    const taken: Meant[] = [];
    for (const { row, said } of rows) {
      const meant = judge(said, tokens.get(row), persons, teams);
      if ("reason" in meant) rejects.push({ row, ...meant });
      else taken.push(meant);
    }
    const once = [...new Map(taken.map((one) => [one.token, one])).values()];
    const now = ctx.clock.now();
    const written = await tx.$queryRaw<{ created: boolean }[]>`
      insert into ownership as o (token_id, person_id, backup_person_id, team_id, state, purpose, purpose_by, purpose_at, evidence, set_by, set_at)
      select r.token, r.owner, r.backup, r."teamId", 'confirmed', r.purpose, case when r.purpose is not null then ${run.startedBy} end, case when r.purpose is not null then ${now}::timestamptz end,
        jsonb_build_object('source', ${run.source}::text, 'import', ${run.id}::text), ${run.startedBy}, ${now}
      from jsonb_to_recordset(${JSON.stringify(once)}::jsonb) as r (token uuid, owner uuid, backup uuid, "teamId" uuid, purpose text)
      on conflict (token_id) do update set person_id = excluded.person_id, backup_person_id = excluded.backup_person_id, team_id = coalesce(excluded.team_id, o.team_id), state = 'confirmed',
        purpose = coalesce(excluded.purpose, o.purpose), purpose_by = coalesce(excluded.purpose_by, o.purpose_by), purpose_at = coalesce(excluded.purpose_at, o.purpose_at),
        evidence = excluded.evidence, set_by = excluded.set_by, set_at = excluded.set_at
      where (o.state = 'suggested' or o.evidence ? 'import') and ((o.person_id, o.backup_person_id, o.state) is distinct from (excluded.person_id, excluded.backup_person_id, excluded.state)
        or (excluded.purpose is not null and o.purpose is distinct from excluded.purpose) or (excluded.team_id is not null and o.team_id is distinct from excluded.team_id))
      returning xmax = 0 as created`;
    await suggestImported(tx, ctx, await named(tx, run, once));
    const created = written.filter((one) => one.created).length;
    return { created, changed: written.length - created, unchanged: taken.length - written.length, rejects };
  },
};

/** Where an owner whom a person confirmed has left, the file does not overrule that person: whom it names is suggested. */
const named = (tx: Tx, run: ImportRun, meant: readonly Meant[]): Promise<NamedOwner[]> => tx.$queryRaw`
  select o.token_id::text as token, r.owner::text as person, ${run.source}::text as source
  from jsonb_to_recordset(${JSON.stringify(meant)}::jsonb) as r (token uuid, owner uuid) join ownership o on o.token_id = r.token join person p on p.id = o.person_id
  where o.person_id <> r.owner and p.status = 'departed'`;

/** A row with everybody in it found. */
interface Meant {
  token: string;
  owner: string;
  backup: string | null;
  teamId: string | null;
  purpose: string | null;
}

function judge(
  said: OwnerRow,
  token: { id: string | null; tokens: number } | undefined,
  persons: ReadonlyMap<string, string | null>,
  teams: ReadonlyMap<string, string>,
): Meant | Bad {
  if (!token?.id) return { field: "token", reason: "is no known token; import the tokens first" };
  if (token.tokens > 1) return { field: "token", reason: "means several tokens; name its system as well" };
  const unknown = (found: string | null | undefined) => (found === null ? "names several people of the directory" : "is nobody known to the directory");
  const owner = persons.get(said.owner.toLowerCase());
  if (!owner) return { field: "owner", reason: unknown(owner) };
  const backup = said.backup === null ? null : persons.get(said.backup.toLowerCase());
  if (said.backup !== null && !backup) return { field: "backup", reason: unknown(backup) };
  if (backup === owner) return { field: "backup", reason: "is the owner, who can't be their own backup" };
  const teamId = said.team === null ? null : teams.get(said.team.toLowerCase());
  if (teamId === undefined) return { field: "team", reason: "is no known team, or several are called so" };
  return { token: token.id, owner, backup: backup ?? null, teamId, purpose: said.purpose };
}
