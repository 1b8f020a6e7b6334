import { z } from "zod";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { Prisma } from "../core/db";
import { decodePlace, encodePlace, notOurs } from "../core/keyset";
import { parse } from "../core/parse";
import type { Channel } from "../domain/exposures";
import { PlacesInput } from "./schemas";

/** One place where the secret stands. Path, reference, author and context are text that somebody else wrote. `null` means unknown. */
export interface Place {
  id: string;
  channel: Channel;
  path: string;
  line: number | null;
  /** commit, message id, issue key */
  reference: string | null;
  author: string | null;
  /** when it became visible there */
  at: string | null;
  /** its own page at the source, over http(s) alone */
  url: string | null;
  /** what stands around it, every secret blotted out */
  context: string;
  /** how it is written there, when not as it is: base64, url, json */
  encoding: string | null;
  detected: string;
  lastSeen: string;
  /** when it was seen to be no longer there; null = there, as far as anybody looked */
  gone: string | null;
  source: { id: string; name: string };
}
export interface PlaceList {
  rows: Place[];
  next: string | null;
}

/** The places of one exposure, the longest visible first and those without a date last, by keyset. One that does not exist has none. */
export async function listPlaces(ctx: Context, input: unknown): Promise<PlaceList> {
  authorize(ctx.actor, "inventory.read");
  const { id, cursor, limit } = parse(PlacesInput, input);
  const place = decodePlace(cursor);
  if (place && !z.iso.datetime({ offset: true }).nullable().safeParse(place[0]).success) throw notOurs();
  const after = !place
    ? Prisma.empty
    : place[0] === null
      ? Prisma.sql`and o.visible_at is null and o.id > ${place[1]}::uuid`
      : Prisma.sql`and ((o.visible_at, o.id) > (${String(place[0])}::text::timestamptz, ${place[1]}::uuid) or o.visible_at is null)`;
  const [result] = await ctx.db.$queryRaw<[{ rows: Place[] }]>`
    select coalesce(json_agg(row), '[]') as rows from (
      select json_build_object('id', o.id, 'channel', o.channel, 'path', o.path, 'line', o.line, 'reference', nullif(o.reference, ''), 'author', o.author, 'at', o.visible_at,
        'url', case when o.url ~ '^https?://' then o.url end, 'context', o.context, 'encoding', o.encoding, 'detected', o.detected_at, 'lastSeen', o.last_seen_at, 'gone', o.gone_at,
        'source', json_build_object('id', s.id, 'name', s.name)) as row
      from occurrence o join scan_source s on s.id = o.source_id where o.exposure_id = ${id}::uuid ${after}
      order by o.visible_at nulls last, o.id limit ${limit + 1}) page`;
  const rows = result.rows.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: result.rows.length > limit && last ? encodePlace([last.at, last.id]) : null };
}
