import { sha256 } from "../core/canonical";
import type { Context } from "../core/context";
import type { Tx } from "../core/db";
import { keepable } from "../core/keepable";
import { gravityOf } from "../domain/exposures";
import type { Identity } from "./identify";
import { type Match, matchTokens } from "./match-tokens";
import { exposuresAtPlaces } from "./place-only";
import { addShadowTokens } from "./shadow-tokens";
import type { Sighting } from "./sightings";
import { countHits } from "./suppressions/count-hits";

/** What a batch brought. */
export interface Recorded {
  /** secrets that were not known before */
  exposures: number;
  /** places that were not known before */
  occurrences: number;
}

/**
 * Writes what was seen: one exposure for each secret, an occurrence for each place, whatever the order in which sources are looked through. A place
 * seen again is only seen later, and there again where it was gone. What was called closed and is there still stays closed; what is new about it is a new place. Collector only.
 */
export async function recordSightings(tx: Tx, ctx: Context, sourceId: string, sightings: readonly Sighting<Identity>[]): Promise<Recorded> {
  if (sightings.length === 0) return { exposures: 0, occurrences: 0 };
  // two scans that meet the same new secret would both make an exposure of it
  await tx.$queryRaw`select name from turn where name = 'merging' for no key update`;
  const firsts = new Map<string, Sighting<Identity>>();
  for (const sighting of sightings) if (!firsts.has(sighting.identity.current)) firsts.set(sighting.identity.current, sighting);
  const known = await knownExposures(
    tx,
    [...firsts.values()].map(({ identity }) => identity),
  );
  for (const [current, id] of await exposuresAtPlaces(tx, sightings)) if (!known.has(current)) known.set(current, id);
  const fresh = [...firsts.values()].filter(({ identity }) => !known.has(identity.current));
  for (const [current, id] of await addExposures(tx, ctx, fresh)) known.set(current, id);
  const occurrences = await addOccurrences(tx, ctx, sourceId, sightings, known);
  await tx.$executeRaw`
    update exposure e set last_seen_at = ${ctx.clock.now()}, first_visible_at = least(e.first_visible_at, o.first)
    from (select exposure_id, min(visible_at) as first from occurrence where exposure_id = any(${[...new Set(known.values())]}::uuid[]) group by 1) o where o.exposure_id = e.id`;
  return { exposures: fresh.length, occurrences };
}

/** Exposures by the current fingerprint of their secret; what was known under an older pepper is known under the current one from now on. */
async function knownExposures(tx: Tx, identities: readonly Identity[]): Promise<Map<string, string>> {
  const asked = identities.flatMap(({ current, former, pepperVersion }) => [current, ...former].map((value) => ({ value, current, pepper: pepperVersion })));
  const rows = await tx.$queryRaw<{ current: string; id: string; direct: boolean; pepper: number }[]>`
    select distinct on (a.current) a.current, f.exposure_id as id, f.value = a.current as direct, a.pepper
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a (value text, current text, pepper int) join exposure_fingerprint f on f.value = a.value
    order by a.current, f.value = a.current desc`;
  const renewed = rows.filter(({ direct }) => !direct);
  if (renewed.length > 0)
    await addFingerprints(
      tx,
      renewed.map(({ current, id, pepper }) => ({ id, value: current, pepper })),
    );
  return new Map(rows.map(({ current, id }) => [current, id]));
}

async function addExposures(tx: Tx, ctx: Context, sightings: readonly Sighting<Identity>[]): Promise<Map<string, string>> {
  const matches = await matchTokens(
    tx,
    sightings.map(({ identity, parts }) => ({ identity, keyId: parts.keyId ?? null })),
  );
  const tokens = await tokensOf(tx, ctx, sightings, matches);
  const now = ctx.clock.now();
  const rows = sightings.map(({ kind, hint, confidence, mark, identity }, n) => ({
    id: ctx.ids.uuid(),
    kind: kind.id,
    hint: keepable(hint),
    confidence,
    mark,
    severity: gravityOf({ validity: "unknown", confidence, mark, matched: matches[n] !== null }),
    token: tokens[n],
    by: matches[n]?.by ?? null,
    value: identity.current,
    pepper: identity.pepperVersion,
  }));
  await tx.$executeRaw`
    insert into exposure (id, kind, hint, confidence, mark, severity, status, token_id, matched_by, detected_at, last_seen_at)
    select r.id, r.kind, r.hint, r.confidence, r.mark, r.severity, 'open', r.token, r.by, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, kind text, hint text, confidence text, mark text, severity severity, token uuid, by fingerprint_kind)`;
  await addFingerprints(
    tx,
    rows.map(({ id, value, pepper }) => ({ id, value, pepper })),
  );
  return new Map(rows.map(({ value, id }) => [value, id]));
}

/** Hundreds of rows in one statement that stays the same: the client takes longer to build one for each number of rows than the database to run it. */
async function addFingerprints(tx: Tx, rows: readonly { id: string; value: string; pepper: number }[]): Promise<void> {
  await tx.$executeRaw`
    insert into exposure_fingerprint (value, pepper_version, exposure_id)
    select r.value, r.pepper, r.id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, value text, pepper int)`;
}

/** The matched token, or a row made for the secret where its kind is a token and it may be live. */
async function tokensOf(tx: Tx, ctx: Context, sightings: readonly Sighting<Identity>[], matches: readonly (Match | null)[]): Promise<(string | null)[]> {
  const tokens = matches.map((match) => match?.tokenId ?? null);
  const shadows = sightings.flatMap(({ kind, hint, mark, identity, location, placeOnly }, n) =>
    tokens[n] === null && mark === null && !placeOnly && kind.tokenClass !== null
      ? [{ n, class: kind.tokenClass, name: keepable(`${kind.title} in ${location.path}`).slice(0, 300), hint: keepable(hint), identity }]
      : [],
  );
  const ids = await addShadowTokens(tx, ctx, shadows);
  for (const [at, { n }] of shadows.entries()) tokens[n] = ids[at] as string;
  return tokens;
}

async function addOccurrences(
  tx: Tx,
  ctx: Context,
  sourceId: string,
  sightings: readonly Sighting<Identity>[],
  exposures: ReadonlyMap<string, string>,
): Promise<number> {
  const rows = sightings.map(({ identity, channel, location, context, encoding }) => ({
    id: ctx.ids.uuid(),
    exposure: exposures.get(identity.current),
    channel,
    path: keepable(location.path),
    reference: keepable(location.reference ?? ""),
    line: location.line,
    author: location.author === null ? null : keepable(location.author),
    at: location.at,
    url: location.url,
    context: keepable(context),
    encoding,
    again: location.again ?? null,
    audience: location.audience ?? null,
    place: sha256(JSON.stringify([location.path, location.reference])),
  }));
  const once = [...new Map(rows.map((row) => [`${row.exposure} ${row.place}`, row])).values()];
  const now = ctx.clock.now();
  const written = await tx.$queryRaw<{ fresh: boolean }[]>`
    insert into occurrence (id, exposure_id, source_id, channel, path, reference, line, author, visible_at, url, context, encoding, again, audience, place, detected_at, last_seen_at)
    select r.id, r.exposure, ${sourceId}::uuid, r.channel, r.path, r.reference, r.line, r.author, r.at, r.url, r.context, r.encoding, r.again, r.audience, r.place, ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(once)}::jsonb)
      as r (id uuid, exposure uuid, channel channel, path text, reference text, line int, author text, at timestamptz, url text, context text, encoding text, again text, audience text, place text)
    on conflict (exposure_id, source_id, place) do update set last_seen_at = excluded.last_seen_at, gone_at = null, line = excluded.line, context = excluded.context, again = excluded.again,
      audience = excluded.audience, url = coalesce(excluded.url, occurrence.url)
    returning detected_at = ${now} and xmax = 0 as fresh`;
  await countHits(
    tx,
    ctx,
    once.flatMap(({ exposure }) => exposure ?? []),
  );
  return written.filter(({ fresh }) => fresh).length;
}
