import { list, needed, text } from "../../../../lib/imports/cell-values";
import { findPersons } from "../find-persons";
import type { RowKind } from "../take-rows";
import { sourceOf } from "./people";

interface TeamRow {
  key: string;
  name: string;
  members: string[] | null;
}

/** Teams and who is in them. Without a column of members, memberships stay as they are. */
export const teamRows: RowKind<TeamRow> = {
  read(cell) {
    const name = needed(cell("name"), "name", 300);
    return { key: text(cell("id"), "id", 300) ?? name, name, members: list(cell("members"), "members", { most: 5_000, spaces: false }) };
  },
  async write(tx, ctx, run, rows) {
    const known = new Map<string, string | null>();
    await findPersons(
      tx,
      known,
      rows.flatMap(({ said }) => said.members ?? []),
    );
    const rejects = rows.flatMap(({ row, said }) => {
      const unknown = (said.members ?? []).filter((name) => !known.get(name.toLowerCase())).length;
      return unknown === 0
        ? []
        : [{ row, field: "members", reason: `names ${unknown === 1 ? "somebody" : `${unknown} people`} not known to the directory, or known more than once` }];
    });
    const refused = new Set(rejects.map(({ row }) => row));
    const taken = rows
      .filter(({ row }) => !refused.has(row))
      .map(({ said }) => ({ ...said, id: ctx.ids.uuid(), people: said.members?.map((name) => known.get(name.toLowerCase())) ?? null }));
    const [source, now, given] = [sourceOf(run), ctx.clock.now(), JSON.stringify(taken)];
    const written = await tx.$queryRaw<{ id: string; key: string; created: boolean }[]>`
      insert into team (id, source, external_id, name, changed_at)
      select r.id, ${source}, r.key, r.name, ${now} from jsonb_to_recordset(${given}::jsonb) as r (id uuid, key text, name text)
      on conflict (source, external_id) do update set name = excluded.name, changed_at = excluded.changed_at where team.name <> excluded.name
      returning id, external_id as key, xmax = 0 as created`;
    const moved = await tx.$queryRaw<{ key: string }[]>`
      with said as (
        select t.id as team_id, t.external_id as key, r.people from jsonb_to_recordset(${given}::jsonb) as r (key text, people uuid[])
        join team t on t.source = ${source} and t.external_id = r.key where r.people is not null
      ), gone as (delete from team_member m using said s where m.team_id = s.team_id and m.person_id <> all(s.people) returning s.key),
      come as (
        insert into team_member (team_id, person_id) select s.team_id, unnest(s.people) from said s on conflict do nothing returning team_id
      )
      select key from gone union select s.key from come c join said s on s.team_id = c.team_id`;
    const created = written.filter((one) => one.created).map(({ key }) => key);
    const changed = new Set([...written.map(({ key }) => key), ...moved.map(({ key }) => key)].filter((key) => !created.includes(key)));
    return { created: created.length, changed: changed.size, unchanged: taken.length - created.length - changed.size, rejects };
  },
};
