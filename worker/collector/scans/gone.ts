import type { Context } from "../../../lib/core/context";
import type { Tx } from "../../../lib/core/db";
import { keepable } from "../../../lib/core/keepable";
import { gitUnreachable } from "../../../lib/exposure/sources/git-commits";
import type { ReadPlace } from "../../../lib/exposure/sources/rest/sight";
import type { Run } from "./open-run";

/**
 * Marks the places of a source that a run through all of it did not see: they are no longer there. What could not be read this time, and what lies in
 * it (`doubtful`), may be there still; so may what was last seen by other rules, for these may not look for it. Of a history see {@link markCutOff}.
 */
export async function markGone(tx: Tx, run: Run, doubtful: readonly string[], which: "everything" | "files"): Promise<number> {
  if (doubtful.includes(".")) return 0;
  return tx.$executeRaw`
    update occurrence o set gone_at = r.finished_at from scan_run r join scan_source s on s.id = r.source_id
    where r.id = ${run.id}::uuid and o.source_id = s.id and o.gone_at is null and o.last_seen_at < r.started_at and o.last_seen_at >= s.rules_since
      and (${which} = 'everything' or o.reference = '')
      and not exists (select from unnest(${doubtful}::text[]) p (path) where o.path = p.path or starts_with(o.path, p.path || '/') or starts_with(o.path, p.path || '!/'))`;
}

/**
 * The same for a system: what no run saw since `since`, over which time all of it was read twice, each time in one or several runs. `doubtful` names lists that could not be read, by the path of their request:
 * what lies below one may be there still, and so may what can't be told to lie elsewhere. After the last of those runs ended.
 */
export async function markNotSeenSince(tx: Tx, run: Run, since: Date, doubtful: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    update occurrence o set gone_at = r.finished_at from scan_run r join scan_source s on s.id = r.source_id
    where r.id = ${run.id}::uuid and o.source_id = s.id and o.gone_at is null and o.last_seen_at < ${since} and o.last_seen_at >= s.rules_since
      and not exists (select from unnest(${doubtful}::text[]) p (path)
        where o.again is null or not starts_with(p.path, '/') or starts_with(substr(split_part(o.again, '?', 1), ${"GET ".length + 1}), p.path))`;
}

/** Marks what a run read again and did not see there, text by text, and file by file with all that lies in it: it was taken out. */
export async function markTakenOut(tx: Tx, run: Run, read: readonly ReadPlace[]): Promise<void> {
  const files = JSON.stringify(
    read.flatMap(({ path, reference, inside }) => (inside && reference ? { path: keepable(path), reference: keepable(reference) } : [])),
  );
  await tx.$executeRaw`
    update occurrence o set gone_at = r.finished_at from scan_run r join scan_source s on s.id = r.source_id, jsonb_to_recordset(${files}::jsonb) as t (path text, reference text)
    where r.id = ${run.id}::uuid and o.source_id = s.id and o.reference = t.reference and starts_with(o.path, t.path || '!/')
      and o.gone_at is null and o.last_seen_at < r.started_at and o.last_seen_at >= s.rules_since`;
  const rows = JSON.stringify(read.map(({ path, reference }) => ({ path: keepable(path), reference: keepable(reference ?? "") })));
  await tx.$executeRaw`
    update occurrence o set gone_at = r.finished_at from scan_run r join scan_source s on s.id = r.source_id, jsonb_to_recordset(${rows}::jsonb) as t (path text, reference text)
    where r.id = ${run.id}::uuid and o.source_id = s.id and o.path = t.path and o.reference = t.reference
      and o.gone_at is null and o.last_seen_at < r.started_at and o.last_seen_at >= s.rules_since`;
}

/** The commits in which a source's secrets stand and to which nothing leads any more: the history was written anew. */
export async function cutOff(ctx: Context, sourceId: string, folder: string, signal: AbortSignal): Promise<string[]> {
  const rows = await ctx.db.$queryRaw<{ reference: string }[]>`
    select distinct reference from occurrence where source_id = ${sourceId}::uuid and reference <> '' and gone_at is null`;
  return gitUnreachable(
    folder,
    rows.map(({ reference }) => reference),
    signal,
  );
}

/** Marks the places in those commits, whatever rules saw them. What is there and was not looked at again is seen. After the run ended. */
export async function markCutOff(tx: Tx, run: Run, commits: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    update occurrence o set gone_at = r.finished_at from scan_run r
    where r.id = ${run.id}::uuid and o.source_id = ${run.sourceId}::uuid and o.reference = any(${commits}::text[]) and o.gone_at is null and o.last_seen_at < r.started_at`;
  await markSeen(tx, run, "history");
}

/** What a run did not look at again because it can't have changed is seen at its end, as far as the rules of now saw it before. */
export async function markSeen(tx: Tx, run: Run, which: "everything" | "history"): Promise<void> {
  await tx.$executeRaw`
    update occurrence o set last_seen_at = r.finished_at from scan_run r join scan_source s on s.id = r.source_id
    where r.id = ${run.id}::uuid and o.source_id = s.id and o.gone_at is null and o.last_seen_at < r.started_at and o.last_seen_at >= s.rules_since
      and (${which} = 'everything' or o.reference <> '')`;
}
