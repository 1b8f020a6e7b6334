import type pg from "pg";

/** PostgreSQL's privileges on tables, in the words of prisma/rights.ts. */
const words = { SELECT: "read", INSERT: "add", UPDATE: "change", DELETE: "remove", TRUNCATE: "empty", REFERENCES: "refer", TRIGGER: "trigger" } as const;
/** Those that can be given for single columns. */
const byColumn = new Set(["SELECT", "INSERT", "UPDATE", "REFERENCES"]);

/** What a role may do to every table and view of the schema, asked of PostgreSQL itself: "read, add, change(used_at)". Tables without any right are left out. */
export async function readRights(client: pg.Client, role: string): Promise<Record<string, string>> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array(select attname::text from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped order by attnum) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'v', 'm', 'p') order by c.relname`,
  );
  const rights: Record<string, string> = {};
  for (const { name, columns } of rows) {
    const held: string[] = [];
    for (const [privilege, word] of Object.entries(words)) {
      const right = await rightOn(client, role, `public."${name}"`, columns, privilege, word);
      if (right) held.push(right);
    }
    if (held.length > 0) rights[name] = held.join(", ");
  }
  return rights;
}

/** "read" for the whole table, "read(a b)" for some of its columns, null for none. */
async function rightOn(client: pg.Client, role: string, table: string, columns: string[], privilege: string, word: string): Promise<string | null> {
  if (await may(client, "has_table_privilege($1, $2::regclass, $3)", [role, table, privilege])) return word;
  if (!byColumn.has(privilege)) return null;
  const some: string[] = [];
  for (const column of columns) if (await may(client, "has_column_privilege($1, $2::regclass, $3, $4)", [role, table, column, privilege])) some.push(column);
  return some.length > 0 ? `${word}(${some.join(" ")})` : null;
}

async function may(client: pg.Client, call: string, values: string[]): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(`select ${call} as may`, values);
  return rows[0]?.may === true;
}
