import { once } from "node:events";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type Db, Prisma } from "./db";
import { driverTransaction } from "./driver-transaction";

/** What a transaction of the client and one of `copying` both can do. */
export interface Statements {
  $queryRaw<T>(query: TemplateStringsArray, ...values: unknown[]): Promise<T>;
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): Promise<number>;
}

/** A transaction that writes by COPY too, which the client can't. */
export interface Copying extends Statements {
  copy(into: string, lines: readonly Buffer[]): Promise<void>;
}

/** Runs `use` in a transaction of the driver's own: what it throws undoes everything. For what the client can't do, or for much: rows pass through none of its objects. */
export function copying<T>(db: Db, use: (tx: Copying) => Promise<T>): Promise<T> {
  return driverTransaction(db, "begin", (client) => {
    const run = (query: TemplateStringsArray, values: unknown[]) => {
      const { text, values: parameters } = Prisma.sql(query, ...(values as Prisma.Sql[]));
      return client.query(text, parameters);
    };
    return use({
      $queryRaw: async <R>(query: TemplateStringsArray, ...values: unknown[]) => (await run(query, values)).rows as R,
      $executeRaw: async (query, ...values) => (await run(query, values)).rowCount ?? 0,
      copy: (into, lines) => copyLines(client, into, lines),
    });
  });
}

/** Sends lines (PostgreSQL, "File Formats: Text Format") into a table, which may name its columns. */
export async function copyLines(client: pg.ClientBase, into: string, lines: readonly Buffer[]): Promise<void> {
  const stream = client.query(copyFrom(`copy ${into} from stdin`));
  const done = once(stream, "finish");
  done.catch(() => undefined);
  for (const piece of lines) if (!stream.write(piece)) await Promise.race([once(stream, "drain"), done]);
  stream.end();
  await done;
}
