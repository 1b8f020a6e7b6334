import type { Tx } from "../core/db";
import { keepable } from "../core/keepable";
import type { Identity } from "./identify";
import type { Sighting } from "./sightings";

const mark = "countersign/place-only/1\n";

/** What stands for a secret that a report leaves out: no secret, so that it answers to none. */
export const placeOnlyText = (key: string): string => `${mark}${key}`;

/** Whether this is what stands for a secret instead of one: nobody may try it. */
export const isPlaceOnly = (secret: string): boolean => secret.startsWith(mark);

/**
 * The exposures that findings without their secret are of, by the finding's identity: what stands there already by another source. Ours are known by
 * kind, hint and path; others' by path, commit and line, where one secret alone was seen there. Without a commit a path says too little.
 */
export async function exposuresAtPlaces(tx: Tx, sightings: readonly Sighting<Identity>[]): Promise<Map<string, string>> {
  const asked = sightings
    .filter(({ placeOnly }) => placeOnly)
    .map(({ identity, kind, hint, location: { path, reference, line } }) => ({
      id: identity.current,
      kind: kind.id,
      hint: keepable(hint),
      path: keepable(path),
      reference: keepable(reference ?? ""),
      line,
    }));
  if (asked.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; exposure: string }[]>`
    select a.id, min(o.exposure_id::text) as exposure
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a (id text, kind text, hint text, path text, reference text, line int)
    join occurrence o on md5(o.path || ' ' || o.reference) = md5(a.path || ' ' || a.reference) and o.path = a.path and o.reference = a.reference join exposure e on e.id = o.exposure_id
    where (e.kind = a.kind and e.hint = a.hint and (e.hint <> '•••' or o.line = a.line)) or (a.reference <> '' and o.line = a.line)
    group by a.id having count(distinct o.exposure_id) = 1`;
  return new Map(rows.map(({ id, exposure }) => [id, exposure]));
}
