import type { Context } from "../../../lib/core/context";
import { keptMirrors, removeMirror } from "../../../lib/exposure/mirrors/mirror-folder";

/** Deletes the mirrors of sources that are no longer looked through, once no run works on them. Returns how many. */
export async function sweepMirrors({ db }: Context, home: string): Promise<number> {
  const kept = await keptMirrors(home);
  if (kept.length === 0) return 0;
  const needed = await db.$queryRaw<{ id: string }[]>`
    select m.source_id as id from scan_mirror m where m.source_id = any(${kept}::uuid[])
    union select r.source_id from scan_run r where r.source_id = any(${kept}::uuid[]) and r.status = 'running'`;
  const ids = new Set(needed.map(({ id }) => id));
  const left = kept.filter((id) => !ids.has(id));
  for (const id of left) await removeMirror(home, id);
  return left.length;
}
