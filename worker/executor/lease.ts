import type { Context } from "../../lib/core/context";
import { conflict } from "../../lib/core/errors";

/** The right to work on one thing for a while. Whoever takes it over later has a higher fence. */
export interface Lease {
  name: string;
  holder: string;
  fence: bigint;
}

/**
 * Takes the lease if it is free, run out, or already ours; null when another executor holds it. Times are the database's own,
 * so that executors with different clocks agree.
 */
export async function takeLease({ db }: Context, name: string, holder: string, milliseconds: number): Promise<Lease | null> {
  const [row] = await db.$queryRaw<{ fence: bigint }[]>`
    insert into lease (name, holder, fence, expires_at) values (${name}, ${holder}, 1, clock_timestamp() + ${milliseconds} * interval '1 millisecond')
    on conflict (name) do update set
      holder = excluded.holder, expires_at = excluded.expires_at, fence = lease.fence + case when lease.holder = excluded.holder then 0 else 1 end
    where lease.expires_at < clock_timestamp() or lease.holder = excluded.holder
    returning fence`;
  return row ? { name, holder, fence: row.fence } : null;
}

/** Holds it longer. Throws Conflict when another executor has taken over: then nothing more may be done or written. */
export async function renewLease({ db }: Context, lease: Lease, milliseconds: number): Promise<void> {
  const renewed = await db.$executeRaw`update lease set expires_at = clock_timestamp() + ${milliseconds} * interval '1 millisecond'
    where name = ${lease.name} and holder = ${lease.holder} and fence = ${lease.fence}`;
  if (renewed === 0) throw conflict(`Another executor took over ${lease.name}.`);
}

/** Lets others have it at once. */
export async function releaseLease({ db }: Context, lease: Lease): Promise<void> {
  await db.$executeRaw`update lease set expires_at = clock_timestamp() - interval '1 second'
    where name = ${lease.name} and holder = ${lease.holder} and fence = ${lease.fence}`;
}
