import type { Db } from "../../core/db";
import type { KeysetPlace } from "../../core/keyset";
import type { FacetName } from "../facet-names";
import { sortOf, type TokenFilters } from "../schemas";
import { bitsOf, countOf, drop, has, positionsOf } from "./bits";
import { countFacets, type Facet } from "./count-facets";
import { followerOf, type View } from "./follow";
import { firstAfter } from "./page";
import { sortColumn, textKept } from "./page-order";
import { type Scanned, scan } from "./scan";
import { Search } from "./search";

export interface Freshness {
  /** as of when, ISO 8601 */
  asOf: string;
  /** so many tokens changed in bulk and are not in the list yet; they follow by themselves */
  pending: number;
}

/** The last answers of one list: nothing changes until its stamp does, and pages and counts of one filter follow each other. */
class Kept<T> {
  private readonly answers = new Map<string, T>();
  private stamp = "";

  constructor(private readonly most: number) {}

  get(stamp: string, key: string, make: () => T): T {
    if (stamp !== this.stamp) {
      this.answers.clear();
      this.stamp = stamp;
    }
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.answers.keys();
    if (this.answers.size >= this.most && oldest !== undefined) this.answers.delete(oldest);
    const made = make();
    this.answers.set(key, made);
    return made;
  }
}

interface Answers {
  searches: Kept<Search>;
  scans: Kept<Scanned>;
  counts: Kept<Record<FacetName, Facet>>;
}
const answersOf = new WeakMap<View["table"], Answers>();

function answers({ table }: View): Answers {
  const known = answersOf.get(table) ?? { searches: new Kept<Search>(8), scans: new Kept<Scanned>(8), counts: new Kept<Record<FacetName, Facet>>(64) };
  answersOf.set(table, known);
  return known;
}

/** Text that is the same in lower case, whatever the language. */
const isLower = /^[^A-Z\u0080-\uffff]*$/;

/** The text to search for, lower-cased by who lower-cased what it is sought in. */
async function lowered(db: Db, filters: TokenFilters): Promise<TokenFilters> {
  if (!filters.q) return { ...filters, q: undefined };
  if (isLower.test(filters.q)) return filters;
  const [row] = await db.$queryRaw<[{ q: string }]>`select lower(${filters.q}) as q`;
  return { ...filters, q: row.q };
}

const freshness = ({ now, pending }: View): Freshness => ({ asOf: new Date(now).toISOString(), pending });

/** Reads what the filters leave. */
async function opened<T>(db: Db, given: TokenFilters, read: (view: View, found: Scanned, filters: TokenFilters, key: string) => T): Promise<T> {
  const filters = await lowered(db, given);
  const key = JSON.stringify(filters);
  return followerOf(db).read((view) => {
    return read(
      view,
      answers(view).scans.get(view.stamp, key, () => scanned(view, filters)),
      filters,
      key,
    );
  });
}

/** The clock moves no text: searches are kept for longer than what else the filters leave. */
function scanned(view: View, filters: TokenFilters): Scanned {
  const { table, clock } = view;
  const { q } = filters;
  return scan(table, clock, filters, q ? answers(view).searches.get(String(table.changes), q, () => new Search(table, q)) : null);
}

export interface PageOfIds extends Freshness {
  ids: string[];
  next: KeysetPlace | null;
}

/** The ids of one page after a place, and the place where it ends. */
export function pageOfIds(db: Db, filters: TokenFilters, order: { sort: string; after: KeysetPlace | null; limit: number }): Promise<PageOfIds> {
  const { sort, dir } = sortOf(order.sort);
  return opened(db, filters, (view, { found }) => {
    const { ids } = view.table;
    const column = sortColumn(view.table, view.clock, sort);
    const positions = firstAfter(found, column, ids, dir === "desc", order.after && placeNow(view, column, order.after), order.limit + 1);
    const shown = positions.slice(0, order.limit);
    const last = shown.at(-1);
    const next: KeysetPlace | null = positions.length > order.limit && last !== undefined ? [column.valueAt(last), ids.at(last)] : null;
    return { ids: shown.map((at) => ids.at(at)), next, ...freshness(view) };
  });
}

/** A row that is still where it was tells its place itself: names and purposes are kept in part only, and may be equal. */
function placeNow({ table }: View, column: ReturnType<typeof sortColumn>, [value, id]: KeysetPlace) {
  if (value === null) return { key: Number.NaN, id };
  const at = table.ids.find(id);
  if (at >= 0 && column.valueAt(at) === value && String(value).length <= textKept) {
    const code = column.codes[at] as number;
    return { key: column.ranks ? (column.ranks[code] as number) : code, id };
  }
  return { key: column.place(value), id };
}

/** Exact counts: of all that the filters leave, and by facet. */
export function countedBy(db: Db, given: TokenFilters): Promise<{ total: number; facets: Record<FacetName, Facet> } & Freshness> {
  return opened(db, given, (view, scanned, filters, key) => {
    const facets = answers(view).counts.get(view.stamp, key, () => countFacets(view.table, view.clock, filters, scanned));
    return { total: scanned.total, facets, ...freshness(view) };
  });
}

export interface Choice {
  /** of what the filters leave, these alone */
  only?: readonly string[];
  /** of what the filters leave, not these */
  except?: readonly string[];
}

/** How many the filters leave, how many of them are chosen, and their ids in the order of ids: null if they are more than `most`. */
export function chosenIds(
  db: Db,
  filters: TokenFilters,
  { only, except }: Choice,
  most: number,
): Promise<{ total: number; count: number; ids: string[] | null }> {
  return opened(db, filters, ({ table }, { found, total }) => {
    const left = (ids: readonly string[]) => [...new Set(ids.map((id) => table.ids.find(id)))].filter((at) => at >= 0 && has(found, at));
    const chosen = only ? bitsOf(left(only), found.length) : found.slice();
    for (const at of left(except ?? [])) drop(chosen, at);
    const count = countOf(chosen);
    const ids = count > most ? null : Array.from(positionsOf(chosen), (at) => table.ids.at(at)).sort();
    return { total, count, ids };
  });
}
