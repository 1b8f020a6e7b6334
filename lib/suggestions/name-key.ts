import { Prisma } from "../core/db";

/** A name as it stands inside a token's name: lower case, words joined by hyphens. The same expressions are indexed (migration 20261126160000). */
export const personKey = Prisma.sql`lower(regexp_replace(split_part(p.user_name, '@', 1), '[^a-zA-Z0-9]+', '-', 'g'))`;
export const teamKey = Prisma.sql`lower(regexp_replace(te.name, '[^a-zA-Z0-9]+', '-', 'g'))`;
export const workloadKey = Prisma.sql`lower(regexp_replace(w.name, '[^a-zA-Z0-9]+', '-', 'g'))`;

/** Words of a name that are looked at, runs of them that are tried, and the shortest that says anything. */
const words = 12;
const run = 4;
const shortest = 4;

/** Every run of one to four words in the name of each token of `need`: `runs (token_id, key)`. Short ones say nothing: "ci", "bot", "prod" are everywhere. */
export const runs = Prisma.sql`select distinct n.token_id, array_to_string(part.words[s:s + l], '-') as key
  from need n join token t on t.id = n.token_id
  -- a fence: a name is taken apart once, not for each run of its words
  cross join lateral (select (string_to_array(trim(both '-' from lower(regexp_replace(left(t.name, 300), '[^a-zA-Z0-9]+', '-', 'g'))), '-'))[1:${words}] as words offset 0) part
  cross join lateral generate_series(1, cardinality(part.words)) s
  cross join lateral generate_series(0, least(${run} - 1, cardinality(part.words) - s)) l
  where length(array_to_string(part.words[s:s + l], '-')) >= ${shortest}`;

/**
 * Who leads a team: the active member to whom most of its members report. Directories name managers of people and rarely leads of teams; where
 * two lead equally many, the one with the lower id, so that it stays the same.
 */
export const leadOf = (team: Prisma.Sql): Prisma.Sql => Prisma.sql`(select m.id from team_member tm join person r on r.id = tm.person_id
  join person m on m.id = r.manager_id and m.status = 'active' join team_member lm on lm.team_id = tm.team_id and lm.person_id = m.id
  where tm.team_id = ${team} group by m.id order by count(*) desc, m.id limit 1)`;
