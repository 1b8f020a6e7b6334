import { Prisma, type Queryable } from "../core/db";
import type { Confidence } from "../detection/secrets/hit";
import type { Channel, Validity } from "../domain/exposures";
import type { Severity } from "../domain/severity";
import type { FindingState } from "../domain/states";
import type { PersonState } from "../tokens/token-row";
import { type TriesKnown, triesJson, type Untold, validityNow, whyUntold } from "./checkability";
import type { TokenLink } from "./facet-names";
import { dueAt, exposuresWithToken, familyOf, ownTitle, titleOf, tokenLink } from "./filter-sql";

/** One secret that was found, as a line of the list: nothing in it is the secret. `null` always means unknown, or nobody. Times ISO 8601. */
export interface ExposureRow {
  id: string;
  kind: string;
  /** of its kind */
  title: string;
  /** the vendor or the theme of its kind */
  family: string;
  hint: string;
  severity: Severity;
  status: FindingState;
  confidence: Confidence;
  /** why it is known not to be live */
  mark: string | null;
  validity: Validity;
  /** why it is not known whether it works; null where it is */
  untold: Untold | null;
  /** the row of the inventory that speaks for it */
  token: { id: string; name: string; link: Exclude<TokenLink, "none"> } | null;
  owner: { id: string; name: string; state: "confirmed" | "suggested"; status: PersonState } | null;
  /** how many places it was seen in, by channel */
  channels: Partial<Record<Channel, number>>;
  places: number;
  /** the place where it was visible first */
  place: { path: string; line: number | null; channel: Channel };
  /** since when it is visible anywhere, as far as its sources say */
  firstVisible: string | null;
  detected: string;
  lastSeen: string;
  /** by when it is to be seen to, by hand or as the due rules say; null where it is closed or has no day */
  due: string | null;
  /** who is to see to it */
  assignee: { id: string; name: string } | null;
  /** that somebody says that it is a false positive: in force, or waiting for a second person */
  suppression: { id: string; status: "proposed" | "active"; expires: string } | null;
  /** why somebody said it is wrong, or what they noted while looking at it */
  note: string | null;
}

const rowJson = Prisma.sql`json_build_object(
  'own', ${ownTitle}, 'id', e.id, 'kind', e.kind, 'hint', e.hint, 'severity', e.severity, 'status', e.status, 'confidence', e.confidence, 'mark', e.mark, 'validity', ${validityNow}, 'tries', ${triesJson},
  'token', (select json_build_object('id', s.id, 'name', s.name, 'link', ${tokenLink}) from token s where s.id = coalesce(t.merged_into, t.id)),
  'owner', (select json_build_object('id', p.id, 'name', p.display_name, 'state', o.state, 'status', p.status) from person p where p.id = o.person_id),
  'channels', (select json_object_agg(c.channel, c.n) from (select channel, count(*)::int as n from occurrence where exposure_id = e.id group by 1 order by 1) c),
  'places', (select count(*)::int from occurrence where exposure_id = e.id),
  'place', (select json_build_object('path', c.path, 'line', c.line, 'channel', c.channel) from occurrence c where c.exposure_id = e.id order by c.visible_at nulls last, c.detected_at, c.id limit 1),
  'firstVisible', e.first_visible_at, 'detected', e.detected_at, 'lastSeen', e.last_seen_at, 'due', ${dueAt},
  'assignee', (select json_build_object('id', a.id, 'name', a.display_name) from person a where a.id = e.assignee_id),
  'suppression', (select json_build_object('id', u.id, 'status', u.status, 'expires', u.expires_at) from suppression u where u.exposure_id = e.id and u.status in ('proposed', 'active')),
  'note', e.triage_note)`;

/** A row before its words are put. */
type Raw = Omit<ExposureRow, "title" | "family" | "untold"> & { own: string | null; tries: TriesKnown | null };

/** The rows of these exposures in the given order; ids that no longer exist are left out. One statement, whatever their number. */
export async function exposureRows(db: Queryable, ids: readonly string[]): Promise<ExposureRow[]> {
  if (ids.length === 0) return [];
  const [result] = await db.$queryRaw<[{ rows: Raw[] }]>`
    select coalesce(json_agg(${rowJson} order by u.n), '[]') as rows
    from unnest(${ids}::uuid[]) with ordinality as u(id, n) join (${exposuresWithToken}) on e.id = u.id`;
  return result.rows.map(({ own, tries, ...row }) => ({
    ...row,
    title: titleOf(row.kind, own),
    family: familyOf(row.kind),
    untold: whyUntold(row.validity, row.mark, tries),
  }));
}
