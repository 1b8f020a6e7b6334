import { Prisma } from "../core/db";
import type { Validity } from "../domain/exposures";
import type { TokenClass } from "../domain/tokens";
import { tokenClassTitles } from "../domain/words";
import { builtInCalls } from "./check-calls";
import { kindsAt, triedKinds } from "./check-kinds";
import type { Tried } from "./check-limits";

/** Why it is not known whether a secret works, for a program: nothing to try it with (the first two), nobody who lets it be tried, or a try that told nothing. */
export const untoldCodes = [
  "no_checker",
  "no_harmless_call",
  "not_connected",
  "off",
  "not_signed",
  "not_live",
  "silent",
  "source_gone",
  "source_closed",
  "rule_off",
  "rule_changed",
  "postponed",
  "waiting",
] as const;
export type UntoldCode = (typeof untoldCodes)[number];
/** The same with its words, a part of a sentence. */
export interface Untold {
  code: UntoldCode;
  text: string;
}

/** Whether a found secret of a token of class `l.class` can be tried at connection `c`: what checkCallsOf says, in SQL. */
const callAt = Prisma.sql`case when c.connector = 'declarative'
  then c.settings #> '{declaration,probe}' is not null and c.settings #> '{declaration,probe,cannot}' is null and c.settings #>> '{declaration,tokens,class}' = l.class::text
  else (c.connector, l.class::text) in (${Prisma.join(builtInCalls.map(({ connector, class: tokenClass }) => Prisma.sql`(${connector}, ${tokenClass})`))}) end`;
const there = Prisma.sql`not exists (select from connection_removal r where r.connection_id = c.id)`;
/** The tokens that a connection lists and that exposure `e` is of. */
const listed = Prisma.sql`token l join connection c on c.id = l.connection_id where (l.id = e.token_id or l.merged_into = e.token_id) and not l.imported`;

/** As it is stored, or `not_checkable`: `called` is what the connections say that list its token, null where none does. */
const validityBy = (called: Prisma.Sql) => Prisma.sql`case when e.validity <> 'unknown' then e.validity
  when coalesce(case when e.matched_by is not null then ${called} end, e.kind = any(${triedKinds}::text[])) then e.validity
  else 'not_checkable'::validity end`;

/**
 * Whether the secret of `exposure e` works, as far as anybody looked. Nothing is stored of what can't be looked at: unknown is `not_checkable` as long as
 * neither its system, where one lists its token, nor its form names a call that does no harm, and unknown again once one does. A connection that was removed
 * says that it can be checked where no other lists the token, and never that it can't. For a few rows: each looks up who lists its token.
 */
export const validityNow = validityBy(
  Prisma.sql`(select coalesce(bool_or(${callAt}) filter (where ${there}), nullif(bool_or(${callAt}), false)) from ${listed})`,
);

/**
 * For validityOfAll, beside `token t`: what its own connection says of its class, and what those say that list rows merged into it. Each connection is asked
 * once a class, whatever the number of exposures.
 */
export const callsOfTokens = Prisma.sql`
  left join (select c.id, l.class, ${callAt} as call, ${there} as there from connection c cross join unnest(enum_range(null::token_class)) l(class)) own on own.id = t.connection_id and own.class = t.class
  left join (select l.merged_into, bool_or(${callAt}) filter (where ${there}) as there, bool_or(${callAt}) as ever from token l join connection c on c.id = l.connection_id
    where l.merged_into is not null and not l.imported and exists (select from exposure x where x.token_id = l.merged_into and x.validity = 'unknown' and x.matched_by is not null)
    group by 1) merged on merged.merged_into = t.id`;

/** The same as validityNow, for many rows of `exposure e` beside `token t` and `callsOfTokens`. `greatest` leaves out null as `bool_or` does. */
export const validityOfAll = validityBy(Prisma.sql`coalesce(greatest(case when own.there and not t.imported then own.call end, merged.there),
    nullif(greatest(case when not t.imported then own.call end, merged.ever), false))`);

/** Where one secret is tried, or would be: a connection that lists its token, or one of the system that its form names. */
export interface TryPlace {
  connection: string;
  class: TokenClass;
  /** a call that does no harm is known there */
  call: boolean;
  /** a person allowed it there for the class */
  on: boolean;
  signed: boolean;
}
/** What is known of tries at one secret. */
export interface TriesKnown {
  listed: TryPlace[] | null;
  byForm: TryPlace[] | null;
  tried: Tried | null;
}

const placeJson = (
  tokenClass: Prisma.Sql,
  call: Prisma.Sql,
): Prisma.Sql => Prisma.sql`json_agg(json_build_object('connection', c.name, 'class', ${tokenClass}, 'call', ${call},
  'on', exists (select from check_permission p where p.connection_id = c.id and p.class = ${tokenClass}), 'signed', exists (select from signed_connection s where s.connection_id = c.id)) order by c.name)`;

/** TriesKnown of `exposure e` as JSON; null where it is known whether it works. */
export const triesJson = Prisma.sql`case when e.validity in ('unknown', 'not_checkable') then json_build_object('tried', e.tried,
  'listed', case when e.matched_by is not null then (select ${placeJson(Prisma.sql`l.class`, callAt)} from ${listed} and ${there}) end,
  'byForm', case when e.matched_by is null or not exists (select from ${listed}) then (select ${placeJson(Prisma.sql`k.class`, Prisma.sql`true`)} from jsonb_to_recordset(${JSON.stringify(kindsAt)}::jsonb) as k (kind text, connector text, class token_class)
    join connection c on c.connector = k.connector and ${there} where k.kind = e.kind) end) end`;

const triedWords: Record<Exclude<Tried, "answered">, string> = {
  silent: "the last try told nothing",
  source_gone: "source gone: it can’t be read again where it was found",
  source_closed: "the place where it was found can’t be read by the collector",
  rule_off: "the rule that found it is off, so it can’t be found again where it stands",
  rule_changed: "the rule that found it was changed since, and finds it no longer where it stood",
  postponed: "its system is not asked more often",
};

const at = (places: readonly TryPlace[]): string => `${places[0]?.connection ?? ""}${places.length > 1 ? ` and ${places.length - 1} more` : ""}`;
const classAt = (places: readonly TryPlace[]): string => `${places[0] ? tokenClassTitles[places[0].class] : ""} at ${at(places)}`;

/** Why it is not known whether a secret works; null where it is. */
export function whyUntold(validity: Validity, mark: string | null, known: TriesKnown | null): Untold | null {
  if (!known || validity === "valid" || validity === "invalid") return null;
  const places = known.listed ?? known.byForm ?? [];
  if (validity === "not_checkable")
    return known.listed
      ? { code: "no_harmless_call", text: `no call that does no harm is known for ${classAt(known.listed)}` }
      : { code: "no_checker", text: "no checker for this kind" };
  if (places.length === 0) return { code: "not_connected", text: "no system is connected at which it could be tried" };
  const on = places.filter((place) => place.on && place.call);
  if (on.length === 0) return { code: "off", text: `checking is off for ${classAt(places.filter(({ call }) => call))}` };
  if (!on.some(({ signed }) => signed)) return { code: "not_signed", text: `nobody has signed ${at(on)}` };
  if (mark !== null) return { code: "not_live", text: "known not to be live, so it is tried when it is met and not again" };
  if (known.tried && known.tried !== "answered") return { code: known.tried, text: triedWords[known.tried] };
  return { code: "waiting", text: "its turn to be tried has not come" };
}
