import type { Context } from "../../../lib/core/context";
import { keptMirrors } from "../../../lib/exposure/mirrors/mirror-folder";
import { clearAside, setAside } from "../../../lib/exposure/mirrors/set-aside";

/** Deletes the mirrors of sources that are no longer looked through, once no run works on them. Returns how many. */
export async function sweepMirrors({ db }: Pick<Context, "db">, home: string): Promise<number> {
  // what a sweep that broke off had set aside
  await clearAside(home);
  const kept = await keptMirrors(home);
  if (kept.length === 0) return 0;
  const needed = await neededOf(db, kept);
  let count = 0;
  for (const id of kept) {
    // named again while others were deleted, it has the same folder
    if (needed.has(id) || (await neededOf(db, [id])).has(id)) continue;
    await setAside(home, id);
    await clearAside(home);
    count++;
  }
  return count;
}

async function neededOf(db: Context["db"], ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    select m.source_id as id from scan_mirror m where m.source_id = any(${ids}::uuid[])
    union select r.source_id from scan_run r where r.source_id = any(${ids}::uuid[]) and r.status = 'running'`;
  return new Set(rows.map(({ id }) => id));
}
