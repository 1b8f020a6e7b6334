import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import type { Db, Prisma } from "./db";
import { driverTransaction } from "./driver-transaction";

/** One look at the database: everything it reads is as of one instant. */
export interface Snapshot {
  rows<T>(query: Prisma.Sql): Promise<T[]>;
  /** Gives what a query finds in COPY's binary format, piece by piece; a piece may end within a row. */
  copy(query: Prisma.Sql, take: (bytes: Buffer) => void | Promise<void>): Promise<void>;
}

/** PostgreSQL's settings for one look, in its own words and units: `work_mem` is for each sort and hash. */
export type Settings = Readonly<{ work_mem: string; enable_nestloop?: "off" }>;

/** Reads much at once: results don't pass through objects of the client. */
export function atOnce<T>(db: Db, settings: Settings, use: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const set = Object.entries(settings).map(([name, value]) => `set local ${name} = ${pg.escapeLiteral(value)}`);
  return driverTransaction(db, ["begin isolation level repeatable read read only", ...set].join("; "), (client) =>
    use({
      rows: async <R>(query: Prisma.Sql) => (await client.query(query.text, query.values)).rows as R[],
      async copy(query, take) {
        const stream = client.query(copyTo(`copy (${withLiterals(query)}) to stdout (format binary)`));
        for await (const bytes of stream) await take(bytes as Buffer);
      },
    }),
  );
}

/** COPY takes no parameters. */
function withLiterals({ strings, values }: Prisma.Sql): string {
  return strings.map((part, n) => (n < values.length ? part + literal(values[n]) : part)).join("");
}

function literal(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `array[${value.map(literal).join(", ")}]`;
  return pg.escapeLiteral(String(value));
}
