import type { PersonSighting } from "../connectors/contract";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";

/** Makes the teams that the sightings name, and sets each listed person's membership in teams of this source to exactly those. */
export async function setTeams(tx: Tx, ctx: Context, source: string, sightings: PersonSighting[]): Promise<void> {
  const names = new Set(sightings.flatMap((sighting) => sighting.groups));
  const teams = [...names].map((group) => ({ id: ctx.ids.uuid(), externalId: group, name: teamName(group) }));
  await tx.$executeRaw`
    insert into team (id, source, external_id, name, changed_at)
    select x.id, ${source}, x."externalId", x.name, ${ctx.clock.now()} from jsonb_to_recordset(${JSON.stringify(teams)}::jsonb) as x(id uuid, "externalId" text, name text)
    on conflict (source, external_id) do nothing`;
  const pairs = JSON.stringify(sightings.flatMap((sighting) => sighting.groups.map((group) => ({ person: sighting.externalId, team: group }))));
  await tx.$executeRaw`
    delete from team_member tm using team t, person p
    where t.id = tm.team_id and p.id = tm.person_id and t.source = ${source} and p.source = ${source}
      and p.external_id = any(${sightings.map((sighting) => sighting.externalId)})
      and not exists (select from jsonb_to_recordset(${pairs}::jsonb) as x(person text, team text) where x.person = p.external_id and x.team = t.external_id)`;
  await tx.$executeRaw`
    insert into team_member (team_id, person_id)
    select t.id, p.id from jsonb_to_recordset(${pairs}::jsonb) as x(person text, team text)
    join team t on t.source = ${source} and t.external_id = x.team
    join person p on p.source = ${source} and p.external_id = x.person
    on conflict do nothing`;
}

/** The first name of a distinguished name (`cn=Platform,ou=groups,…` → Platform); any other group is called what it is called. */
export function teamName(group: string): string {
  const first = /^\s*[\w.-]+\s*=\s*((?:\\.|[^,\\])+)/.exec(group)?.[1];
  return first
    ? first
        .replace(/\\([0-9a-f]{2})|\\(.)/gi, (_, hex: string | undefined, plain: string) => (hex ? String.fromCharCode(Number.parseInt(hex, 16)) : plain))
        .trim()
    : group;
}
