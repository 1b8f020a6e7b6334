import { PrismaPg } from "@prisma/adapter-pg";
import { Prisma, PrismaClient } from "./generated/client";

/** A database client. Its rights are those of the role in its URL. */
export type Db = PrismaClient;
/** Inside a transaction. */
export type Tx = Prisma.TransactionClient;
/** Either. Reads and helpers take this. */
export type Queryable = Db | Tx;
export { Prisma };

/** The only place where a client is made. `max` is the size of its pool. Everything runs in UTC. */
export function createDb(url: string, max = 10): Db {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max, options: "-c timezone=UTC", application_name: process.env.COUNTERSIGN_PROCESS ?? "countersign" }),
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
  });
}
