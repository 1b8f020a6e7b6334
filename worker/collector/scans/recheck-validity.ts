import { appendAudit } from "../../../lib/audit/append";
import type { Context } from "../../../lib/core/context";
import { Prisma } from "../../../lib/core/db";
import { openFindingStates } from "../../../lib/domain/states";
import { metAfterDeath } from "../../../lib/exposure/after-death";
import type { Tried } from "../../../lib/exposure/check-limits";
import { type Identity, identifier } from "../../../lib/exposure/identify";
import { mirrorFolder } from "../../../lib/exposure/mirrors/mirror-folder";
import { loadScanRules } from "../../../lib/exposure/rules/load-scan-rules";
import type { ScanRules } from "../../../lib/exposure/rules/scan-rules";
import { isSingle, type NotRead, type ReadablePlace, rereadPlace } from "../../../lib/exposure/sources/re-read";
import type { Pepper } from "../../../lib/fingerprints/pepper";
import type { Job } from "../schedule";
import { agreedOn, checkable } from "./check-places";
import { againAfterMilliseconds, checkValidity } from "./check-validity";
import { type OpenChecker, openChecker } from "./checker";
import { type SystemParts, systemParts } from "./open-system";
import { rereadSystem } from "./reread-system";

export interface RecheckParts {
  ctx: Context;
  pepper: Pepper;
  /** starts a checker when there is something to try */
  open: () => Promise<OpenChecker>;
  /** how a system over HTTP is read again; without it, what was found there can't be */
  systems?: SystemParts;
  /** the collector's own folder: mirrors of repositories lie there; without it, what was found in those can't be read again either */
  home?: string;
}

/** So many exposures are looked at in one round. */
const atOnce = 50;
/** Of an exposure so many places are looked at, those first that were seen last. */
const mostPlaces = 5;

interface Placed extends ReadablePlace {
  exposure: string;
  source: string;
  /** of a system: the request that reads this place again */
  again: string | null;
  /** of a repository that is fetched: its location is no path */
  mirrored: boolean;
}

/**
 * Tries again what is due: found secrets that work or of which nothing is known, at connections where that is allowed. No secret is kept, so each is
 * read once more where it was found, sealed to the checker and forgotten. Where it can't be read any more, what was known stands, with its date. A false
 * positive that one person spoke of is tried too. What is known to be dead is left alone, unless a scan met it since and its system gave no answer then; so is what two people agreed on. Returns how many exposures it looked at. Collector only.
 */
export async function recheckValidity({ ctx, pepper, open, ...ways }: RecheckParts): Promise<number> {
  const [permission] = await ctx.db.$queryRaw<{ some: boolean }[]>`select exists (select from check_permission) as some`;
  if (!permission?.some) return 0;
  const now = ctx.clock.now();
  const alive = await checkable(
    ctx.db,
    // the states stand there as the indexes exposure_try_… have them
    Prisma.sql`e.status in (${Prisma.join([...openFindingStates, "closed_false_positive"].map((state) => Prisma.raw(`'${state}'`)))}) and e.mark is null
      and e.validity in ('valid', 'unknown') and (e.status <> 'closed_false_positive' or not ${agreedOn(Prisma.sql`e.id`)}) and coalesce(e.retry_at, '-infinity'::timestamptz) <= ${now}`,
    atOnce,
    now,
  );
  const metDead = await checkable(
    ctx.db,
    Prisma.sql`e.status = 'closed_proven' and e.retry_at is not null and e.retry_at <= ${now} and e.mark is null and ${metAfterDeath}`,
    atOnce,
    now,
  );
  const due = [...alive, ...metDead];
  if (due.length === 0) return 0;
  const round = await begin(
    ctx,
    pepper,
    due.map(({ id }) => id),
    ways,
  );
  for (const places of placesInTurn(round.places)) {
    const left = places.filter(({ exposure }) => round.waiting.has(exposure));
    if (left.length > 0) await lookAgain(round, left);
    // one place after the other: no more plaintexts are held than one place gave
    if (round.found.size > 0) await checkValidity(ctx, round.found, open);
    round.found.clear();
  }
  const off = await ofRules(ctx, [...round.waiting], Prisma.sql`not r.enabled`);
  const changed = await ofRules(ctx, [...round.read], Prisma.sql`r.looks_since > e.last_seen_at`);
  for (const id of round.waiting) {
    if (off.has(id)) await noteUnread(ctx, id, "rule_off");
    else if (round.closed.has(id)) await noteUnread(ctx, id, "source_closed");
    else await noteUnread(ctx, id, changed.has(id) ? "rule_changed" : "source_gone");
  }
  return due.length;
}

/** The same by the clock, with a checker that lives as long as a round. */
export const recheckJob = (pepper: Pepper, home: string): Job => ({
  name: "try found secrets again",
  at: "50 * * * * *",
  async run(ctx) {
    let checker: Promise<OpenChecker> | null = null;
    const open = () => {
      checker ??= openChecker();
      return checker;
    };
    // what is left of a large pile waits for the next minute
    await recheckValidity({ ctx, pepper, open, home, systems: await systemParts(ctx, home) }).finally(async () =>
      (await (checker as Promise<OpenChecker> | null))?.close(),
    );
  },
});

interface Round {
  /** those of one's own find again what they found */
  rules: ScanRules;
  /** every value under which a secret that is looked for is known, and its exposure */
  values: Map<string, string>;
  identify: (secret: string) => Identity;
  places: Placed[];
  /** exposures whose secret was not read again yet */
  waiting: Set<string>;
  /** … those among them of which a place may not be read */
  closed: Set<string>;
  /** … those of which a place was read in which it was not found */
  read: Set<string>;
  /** plaintexts by fingerprint, until they are tried */
  found: Map<string, string>;
}

async function begin(ctx: Context, pepper: Pepper, ids: string[], { systems, home }: Pick<RecheckParts, "systems" | "home">): Promise<Round> {
  const [rules, prints, places] = await Promise.all([
    loadScanRules(ctx),
    ctx.db.$queryRaw<{ value: string; id: string }[]>`select value, exposure_id as id from exposure_fingerprint where exposure_id = any(${ids}::uuid[])`,
    ctx.db.$queryRaw<Placed[]>`
      select x.exposure, x.source, x.form, x.location, x.path, x.reference, x.channel, x.again, exists (select from scan_mirror m where m.source_id = x.source) as mirrored from (
        select o.exposure_id as exposure, s.id as source, s.form, s.location, o.path, o.reference, o.channel::text as channel, o.again,
          row_number() over (partition by o.exposure_id order by o.last_seen_at desc, o.id) as n
        from occurrence o join scan_source s on s.id = o.source_id where o.exposure_id = any(${ids}::uuid[]) and s.location is not null) x
      where x.n <= ${mostPlaces} order by x.n`,
  ]);
  const values = new Map(prints.map(({ value, id }) => [value, id]));
  const silent = new Set<string>();
  for (const place of places) if (place.mirrored) place.location = home === undefined ? null : mirrorFolder(home, place.source);
  for (const place of places) if (systems && place.again !== null) place.system = () => rereadSystem(ctx, systems, place, silent);
  return {
    rules: everyKnown(rules),
    values,
    identify: identifier(pepper),
    places,
    waiting: new Set(ids),
    closed: new Set(),
    read: new Set(),
    found: new Map(),
  };
}

/** What was found before a detector was switched off, or a channel left out, is known and stays so. */
const everyKnown = ({ own }: ScanRules): ScanRules => ({ own: own.map((rule) => ({ ...rule, excludedChannels: [] })), off: new Set() });

/** Single places one by one; of a source that can only be read whole, all of them together. */
function placesInTurn(places: readonly Placed[]): Placed[][] {
  const whole = new Map<string, Placed[]>();
  for (const place of places) if (!isSingle(place)) whole.set(place.source, [...(whole.get(place.source) ?? []), place]);
  return [...places.filter(isSingle).map((place) => [place]), ...whole.values()];
}

async function lookAgain(round: Round, places: readonly Placed[]): Promise<void> {
  const [first] = places;
  if (!first) return;
  const here = new Set(places.map(({ exposure }) => exposure));
  const unread: NotRead | null = await rereadPlace(first, round.rules, (secret) => {
    const { current, former } = round.identify(secret);
    const known = [current, ...former].find((value) => here.has(round.values.get(value) ?? ""));
    const exposure = known && round.values.get(known);
    if (known && exposure && round.waiting.delete(exposure)) {
      here.delete(exposure);
      round.found.set(known, secret);
    }
    return here.size === 0 ? "enough" : "more";
  });
  if (unread === "closed") for (const { exposure } of places) round.closed.add(exposure);
  if (unread === "unfound") for (const { exposure } of places) round.read.add(exposure);
}

/** Those that a rule of one's own found of which that is true now: whether they still stand there nobody can tell. */
async function ofRules(ctx: Context, ids: readonly string[], condition: Prisma.Sql): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    select e.id from exposure e join detection_rule r on r.kind = e.kind where ${condition} and e.id = any(${[...ids]}::uuid[])`;
  return new Set(rows.map(({ id }) => id));
}

async function noteUnread(ctx: Context, id: string, tried: Extract<Tried, "source_gone" | "source_closed" | "rule_off" | "rule_changed">): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.$transaction(async (tx) => {
    const [was] = await tx.$queryRaw<{ tried: string | null }[]>`select tried from exposure where id = ${id}::uuid for no key update`;
    await tx.exposure.update({ where: { id }, data: { tried, triedAt: now, retryAt: new Date(now.getTime() + againAfterMilliseconds) } });
    if (was?.tried !== tried) await appendAudit(tx, ctx.actor, { action: "exposure.not_reread", subject: { type: "exposure", id }, detail: { why: tried } });
  });
}
