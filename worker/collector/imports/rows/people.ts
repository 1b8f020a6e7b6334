import type { Tx } from "../../../../lib/core/db";
import { BadCell, instant, list, needed, text, word } from "../../../../lib/imports/cell-values";
import { PersonStatus } from "../../../../lib/people/schemas";
import { upsertPersons } from "../../../../lib/people/upsert-person";
import type { ImportRun } from "../parts";
import type { RowKind } from "../take-rows";

interface PersonRow {
  key: string;
  userName: string;
  name: string;
  email: string | null;
  title: string | null;
  department: string | null;
  manager: string | null;
  status: PersonStatus;
  statusAt: Date | null;
  teams: string[];
}
const statuses: ReadonlySet<PersonStatus> = new Set(PersonStatus.options);

/**
 * People as a listing names them, under a source of their own ("import:<name>"). Whom a directory lists, or an operator invited, a listing can
 * neither change nor stand beside: it could else make a departed person's accounts ambiguous.
 */
export const peopleRows = (): RowKind<PersonRow> => ({
  read(cell) {
    const userName = needed(cell("userName"), "userName", 200);
    const email = text(cell("email"), "email", 320)?.toLowerCase() ?? null;
    if (email !== null && !/^[^\s@]+@[^\s@]+$/.test(email)) throw new BadCell("email", "is not an e-mail address");
    const statusAt = instant(cell("statusAt"), "statusAt");
    return {
      key: text(cell("id"), "id", 200) ?? userName,
      userName,
      name: needed(cell("name"), "name", 300),
      email,
      title: text(cell("title"), "title", 300),
      department: text(cell("department"), "department", 300),
      manager: text(cell("manager"), "manager", 200),
      status: word(cell("status"), "status", statuses, "is no status of a person") ?? "active",
      statusAt: statusAt ? new Date(/[Z+]|-\d\d:?\d\d$/.test(statusAt.slice(10)) || statusAt.length <= 10 ? statusAt : `${statusAt}Z`) : null,
      teams: list(cell("teams"), "teams", { most: 200, spaces: false }) ?? [],
    };
  },
  async write(tx, ctx, run, rows) {
    const source = sourceOf(run);
    const elsewhere = await knownElsewhere(
      tx,
      source,
      rows.map(({ said }) => said),
    );
    const rejects = rows.flatMap(({ row, said }) => {
      const from = elsewhere.get(said.userName.toLowerCase()) ?? (said.email === null ? undefined : elsewhere.get(said.email));
      return from === undefined ? [] : [{ row, field: "userName", reason: `is known from ${from} already, which speaks for the people it lists` }];
    });
    const refused = new Set(rejects.map(({ row }) => row));
    const taken = rows.filter(({ row }) => !refused.has(row)).map(({ said }) => said);
    const counts = await upsertPersons(
      tx,
      ctx,
      source,
      taken.map(({ key, teams, name, ...said }) => ({
        ...said,
        externalId: key,
        displayName: name,
        statusSource: `${source}: status=${said.status}`,
        groups: teams,
      })),
      { teams: run.mapping.teams !== undefined },
    );
    return { created: counts.created, changed: counts.changed, unchanged: counts.unchanged, rejects };
  },
});

/** One source for all listings of that name. */
export const sourceOf = (run: ImportRun): string => `import:${run.source}`;

async function knownElsewhere(tx: Tx, source: string, rows: readonly PersonRow[]): Promise<Map<string, string>> {
  const names = [...new Set(rows.flatMap(({ userName, email }) => [userName.toLowerCase(), ...(email === null ? [] : [email])]))];
  const found = await tx.$queryRaw<{ name: string; source: string }[]>`
    select lower(user_name) as name, source from person where source <> ${source} and lower(user_name) = any(${names}::text[])
    union select lower(email), source from person where source <> ${source} and lower(email) = any(${names}::text[])`;
  return new Map(found.map(({ name, source: from }) => [name, from.split(":")[0] === "operator" ? "an invitation" : from]));
}
