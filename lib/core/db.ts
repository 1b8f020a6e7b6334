import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { Prisma, PrismaClient } from "./generated/client";

/** A database client. Its rights are those of the role in its URL. */
export type Db = PrismaClient;
/** Inside a transaction. */
export type Tx = Prisma.TransactionClient;
/** Either. Reads and helpers take this. */
export type Queryable = Db | Tx;
export { Prisma };

const pools = new WeakMap<Db, pg.Pool>();

/**
 * Begins a statement that PostgreSQL keeps parsed on each connection, under this name: for one that takes longer to read and plan than to run. Its text must be the
 * same every time, whatever its values. A plan for any values is kept too while `plan_cache_mode` asks for one.
 */
export const kept = (name: string): Prisma.Sql => Prisma.raw(`/* kept: ${name} */ `);
const keptName = /^\/\* kept: (\w+) \*\//;

/** The only place where a client is made. `max` is the size of its pool. Everything runs in UTC. */
export function createDb(url: string, max = 10): Db {
  const pool = new pg.Pool({ connectionString: url, max, options: "-c timezone=UTC", application_name: process.env.COUNTERSIGN_PROCESS ?? "countersign" });
  // an idle connection that is lost is replaced at the next statement
  pool.on("error", () => undefined);
  const adapter = new PrismaPg(pool, {
    disposeExternalPool: true,
    // adapter-pg names nothing where this is undefined, though its type wants a name
    statementNameGenerator: ({ sql }) => keptName.exec(sql)?.[1] as string,
  });
  const db = new PrismaClient({ adapter, transactionOptions: { maxWait: 10_000, timeout: 30_000 } });
  pools.set(db, pool);
  return db;
}

/** The connections of a client, for what the client itself can't do. */
export function poolOf(db: Db): pg.Pool {
  const pool = pools.get(db);
  if (!pool) throw new Error("a client that createDb did not make has no pool");
  return pool;
}

/**
 * The one row of a statement that is kept as `kept` says. Asked of a client, it goes to PostgreSQL without the query engine in between, which would take longer than such a statement;
 * inside a transaction it goes with it. For columns of text, small numbers, booleans, arrays of these and JSON, which both ways give alike.
 */
export async function askKept<Row extends object>(db: Queryable, name: string, sql: Prisma.Sql): Promise<Row> {
  const whole = Prisma.sql`${kept(name)}${sql}`;
  const pool = pools.get(db as Db);
  const rows = pool ? (await pool.query<Row>({ name, text: whole.text, values: whole.values })).rows : await db.$queryRaw<Row[]>(whole);
  return rows[0] as Row;
}
