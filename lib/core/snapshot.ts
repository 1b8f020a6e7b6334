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

/** Reads much at once: results don't pass through objects of the client, and PostgreSQL may use `workMemory` (its own units) for each sort and hash. */
export function atOnce<T>(db: Db, workMemory: string, use: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const begin = `begin isolation level repeatable read read only; set local work_mem = ${pg.escapeLiteral(workMemory)}`;
  return driverTransaction(db, begin, (client) =>
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
