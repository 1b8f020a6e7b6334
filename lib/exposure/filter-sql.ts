import { Prisma } from "../core/db";
import { escapeLike } from "../core/like";
import { kinds } from "../detection/secrets/catalog";
import type { Validity } from "../domain/exposures";
import { openFindingStates } from "../domain/states";
import { validityNow } from "./checkability";
import { dueBases } from "./duties/due-bases";
import type { DueBucket, FacetName, Reach, TokenLink, VisibleBucket } from "./facet-names";
import { ownFamily, ownPrefix } from "./rules/names";
import type { ExposureFilters } from "./schemas";

/** In words of the index exposure_open, which parameters would not meet. Names of this code base, never input. */
export const openOnes = Prisma.raw(`e.status in (${openFindingStates.map((state) => `'${state}'`).join(", ")})`);

/** What the list shows without a filter: open, and nothing says that it is not live. */
export const shownOnes = Prisma.sql`${openOnes} and e.mark is null`;

/** Exposures with what the conditions read beside them: the token, the row that speaks for it, who answers for that one, and joins of one's own to `token t`. */
export const exposuresWith = (joins: Prisma.Sql) => Prisma.sql`exposure e
  left join (token t left join ownership o on o.token_id = coalesce(t.merged_into, t.id) ${joins}) on t.id = e.token_id`;
export const exposuresWithToken = exposuresWith(Prisma.empty);

/** Since when it is visible counts from here, in days. */
const bounds: readonly [VisibleBucket, number][] = [
  ["7d", 7],
  ["30d", 30],
  ["90d", 90],
  ["1y", 365],
];
export const visibleBucket = (now: Date): Prisma.Sql =>
  Prisma.sql`case when e.first_visible_at is null then 'unknown' ${Prisma.join(
    bounds.map(([name, days]) => Prisma.sql`when e.first_visible_at > ${new Date(now.getTime() - days * 86_400_000)} then ${name}`),
    " ",
  )} else 'older' end`;

/** What `of` says of the due rule for an exposure; one that works is as grave as can be. Each rule is read once a statement. */
const byDueRule = (of: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`case case when e.validity = 'valid' then 'critical' else e.severity end ${Prisma.join(
    dueBases.map((basis) => Prisma.sql`when ${Prisma.raw(`'${basis}'`)} then (select ${of} from due_rule d where d.basis = ${basis})`),
    " ",
  )} end`;
const dueIn = Prisma.sql`make_interval(days => d.days)`;
/** By when it is to be seen to: as somebody said, or as the due rules say of what is so grave. Null where it is closed, known not to be live, or has no day. */
export const dueAt = Prisma.sql`case when ${shownOnes} then coalesce(e.due_at, e.detected_at + ${byDueRule(dueIn)}) end`;
/** Whether that day is over at a moment; null where there is none. A rule's days are taken off the moment once instead of added to each row. */
const dueBy = (moment: Date): Prisma.Sql =>
  Prisma.sql`coalesce(e.due_at <= ${moment}, e.detected_at <= ${byDueRule(Prisma.sql`${moment}::timestamptz - ${dueIn}`)})`;
const week = 7 * 86_400_000;
export const dueBucket = (now: Date): Prisma.Sql => Prisma.sql`case case when ${shownOnes} then ${dueBy(new Date(now.getTime() + week))} end
  when true then case when ${dueBy(now)} then ${"overdue" satisfies DueBucket} else ${"week" satisfies DueBucket} end
  when false then ${"later" satisfies DueBucket} else ${"none" satisfies DueBucket} end`;

/** Of `exposure e` and `token t`. A row made by scanning that a connection has listed since is a listed one. */
export const tokenLink = Prisma.sql`case when e.token_id is null then 'none' when e.matched_by is not null or t.merged_into is not null then 'listed' else 'unlisted' end`;

/** Teams of a token, one row each: the one named with it, else those of its owner. */
export const teamsOfTokens = Prisma.sql`select ow.token_id, coalesce(ow.team_id, tm.team_id) as team_id
  from ownership ow left join team_member tm on tm.person_id = ow.person_id and ow.team_id is null where coalesce(ow.team_id, tm.team_id) is not null`;

/** Looked up exposure by exposure: as a set it would not fit into the memory of a statement, and be read anew for each. */
const seenWhere = (condition: Prisma.Sql) => Prisma.sql`exists (select from occurrence s where s.exposure_id = e.id and ${condition})`;
const inCode = seenWhere(Prisma.sql`s.channel = 'code'`);
const elsewhere = seenWhere(Prisma.sql`s.channel <> 'code'`);
const reachConditions: Record<Reach, Prisma.Sql> = {
  code: Prisma.sql`not ${elsewhere}`,
  both: Prisma.sql`(${inCode} and ${elsewhere})`,
  outside: Prisma.sql`not ${inCode}`,
};

/** Kinds by the family they belong to; one that the catalog no longer has stands alone under its own id. */
export const familyOf = (kind: string): string => kinds.get(kind)?.family ?? (kind.startsWith(ownPrefix) ? ownFamily : kind);
/** `own`: the title of the rule of one's own that it is a kind of. */
export const titleOf = (kind: string, own: string | null = null): string => kinds.get(kind)?.title ?? own ?? kind;
/** The title of the rule of one's own that an exposure `e` was found by, or null. */
export const ownTitle = Prisma.sql`(select dr.title from detection_rule dr where dr.kind = e.kind)`;

function kindsOf(families: readonly string[]): string[] {
  const known = [...kinds.values()].filter(({ family }) => families.includes(family)).map(({ id }) => id);
  return [...known, ...families];
}

/** Kinds of these families, those of one's own rules among them. */
const inFamilies = (families: readonly string[]): Prisma.Sql =>
  families.includes(ownFamily)
    ? Prisma.sql`(e.kind = any(${kindsOf(families)}::text[]) or starts_with(e.kind, ${ownPrefix}))`
    : Prisma.sql`e.kind = any(${kindsOf(families)}::text[])`;

const anyOf = (column: Prisma.Sql, values: readonly string[] | undefined): Prisma.Sql | null =>
  values ? Prisma.sql`${column} = any(${values}::text[])` : null;

/** Ids, "none" among them or alone, against a column that may be null. */
function idOrNone(column: Prisma.Sql, values: readonly string[] | undefined): Prisma.Sql | null {
  if (!values) return null;
  const ids = values.filter((value) => value !== "none");
  return values.includes("none") ? Prisma.sql`(${column} is null or ${column} = any(${ids}::uuid[]))` : Prisma.sql`${column} = any(${ids}::uuid[])`;
}

function teamCondition(values: readonly string[] | undefined): Prisma.Sql | null {
  if (!values) return null;
  const ids = values.filter((value) => value !== "none");
  const some = Prisma.sql`coalesce(t.merged_into, t.id) in (select token_id from (${teamsOfTokens}) tt where tt.team_id = any(${ids}::uuid[]))`;
  if (!values.includes("none")) return Prisma.sql`coalesce(${some}, false)`;
  return Prisma.sql`(e.token_id is null or ${some} or coalesce(t.merged_into, t.id) not in (select token_id from (${teamsOfTokens}) tt))`;
}

/** What is stored is asked where that is enough: what can't be checked is stored as unknown (lib/exposure/checkability.ts). */
export const isStored = (validity: readonly Validity[]): boolean => validity.includes("unknown") === validity.includes("not_checkable");
const ofValidity = (validity: readonly Validity[], now: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`${isStored(validity) ? Prisma.sql`e.validity` : now} = any(${validity}::text[]::validity[])`;

/** Each filter as a condition over `exposuresWithToken`; null where it narrows nothing. `validityIs`: in words of what else was joined. */
export function conditions(filters: ExposureFilters, now: Date, validityIs = validityNow): Record<FacetName, Prisma.Sql | null> {
  const { status, severity, validity, channel, reach, family, source, token, owner, team, visible, marked = "hidden", assignee, due } = filters;
  return {
    status: status ? Prisma.sql`e.status = any(${status}::text[]::finding_status[])` : openOnes,
    severity: severity ? Prisma.sql`e.severity = any(${severity}::text[]::severity[])` : null,
    validity: validity ? ofValidity(validity, validityIs) : null,
    channel: channel ? seenWhere(Prisma.sql`s.channel = any(${channel}::text[]::channel[])`) : null,
    reach: reach
      ? Prisma.sql`(${Prisma.join(
          reach.map((each) => reachConditions[each]),
          " or ",
        )})`
      : null,
    family: family ? inFamilies(family) : null,
    source: source ? seenWhere(Prisma.sql`s.source_id = any(${source}::uuid[])`) : null,
    token: anyOf(tokenLink, token satisfies TokenLink[] | undefined),
    owner: idOrNone(Prisma.sql`o.person_id`, owner),
    team: teamCondition(team),
    visible: anyOf(visibleBucket(now), visible),
    marked: marked === "shown" ? null : marked === "only" ? Prisma.sql`e.mark is not null` : Prisma.sql`e.mark is null`,
    assignee: idOrNone(Prisma.sql`e.assignee_id`, assignee),
    due: anyOf(dueBucket(now), due),
  };
}

/** What was typed into the search, or null. */
export function searched({ q }: ExposureFilters): Prisma.Sql | null {
  if (!q) return null;
  const pattern = `%${escapeLike(q)}%`;
  const titled = [...kinds.values()].filter(({ title }) => title.toLowerCase().includes(q.toLowerCase())).map(({ id }) => id);
  return Prisma.sql`(e.kind = any(${titled}::text[]) or ${ownTitle} ilike ${pattern} or e.hint ilike ${pattern} or t.name ilike ${pattern}
    or ${seenWhere(Prisma.sql`(s.path ilike ${pattern} or s.author ilike ${pattern})`)})`;
}
