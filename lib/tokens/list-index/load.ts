import { type Db, Prisma } from "../../core/db";
import { atOnce, type Snapshot } from "../../core/snapshot";
import { between, tokenListing } from "../listing-sql";
import { CopiedRows } from "./copied-rows";
import { type Dictionary, plain } from "./dictionary";
import { IdTable } from "./ids";
import { classPlaces, type Listed, ownerPlaces, placeOf, severityPlaces, statePlaces } from "./listed";
import { expires, Table } from "./table";
import type { Stretch } from "./texts";

/** The columns of `tokenListing` in the order in which they are read. Names come once each, beside them. */
const fields = [
  "id",
  "class",
  "state",
  "expiry",
  "owner_state",
  "severity",
  "gaps",
  "imported",
  "connection_id",
  "environment",
  "owner_id",
  "team_id",
  "maker_id",
  "workload_ids",
  "rules",
  "created",
  "expires",
  "used",
  "seen",
  "due",
  "name",
  "details",
  "purpose",
] as const;
const place = Object.fromEntries(fields.map((field, n) => [field, n])) as Record<(typeof fields)[number], number>;
const selected = Prisma.raw(fields.map((field) => (field === "rules" ? "array_to_string(l.rules, ' ')" : `l.${field}`)).join(", "));

/** Reads every token as of one instant. */
export async function loadTable(db: Db): Promise<Table> {
  const table = new Table();
  await atOnce(db, "48MB", async (snapshot) => {
    const [tokens] = await snapshot.rows<{ n: number }>(Prisma.sql`select count(*)::int as n from token`);
    table.reserve(Math.ceil((tokens?.n ?? 0) * 1.02) + 1000);
    const loader = new Loader(table, await codes(snapshot, table));
    await snapshot.copy(Prisma.sql`select ${selected} from (${tokenListing(between(null, null))}) l`, (piece) => loader.take(piece));
  });
  table.putInOrder();
  return table;
}

/** Who is named by an id, by their numbers in the table. */
type Codes = Record<"connections" | "people" | "teams" | "workloads", IdTable>;

async function codes(snapshot: Snapshot, table: Table): Promise<Codes> {
  const by = async <R extends { id: string }>(dictionary: { readonly entries: unknown[] }, query: Prisma.Sql, code: (row: R) => number): Promise<IdTable> => {
    const rows = await snapshot.rows<R>(query);
    const ids = new IdTable();
    ids.reserve(rows.length + dictionary.entries.length);
    for (const row of rows) ids.put(row.id, code(row));
    return ids;
  };
  const named = (dictionary: Dictionary, query: Prisma.Sql) =>
    by<{ id: string; text: string | null }>(dictionary, query, ({ id, text }) => plain(dictionary, id, text));
  return {
    connections: await named(table.connections, Prisma.sql`select id, lower(name) as text from connection`),
    people: await named(table.people, Prisma.sql`select id, lower(display_name) as text from person`),
    teams: await named(table.teams, Prisma.sql`select id, null as text from team`),
    workloads: await by<{ id: string; name: string; kind: string }>(table.workloads, Prisma.sql`select id, lower(name) as name, kind from workload`, (row) =>
      table.workload(row.id, row.name, row.kind),
    ),
  };
}

class Loader {
  private readonly rows = new CopiedRows(fields.length);
  private readonly uses = new Map<number, number>();
  private readonly ruleSets = new Map<string, number>();
  private readonly stretches = Array.from({ length: 3 }, (): Stretch => ({ bytes: this.rows.bytes, from: 0, to: 0 }));

  constructor(
    private readonly table: Table,
    private readonly codes: Codes,
  ) {}

  take(piece: Buffer): void {
    this.rows.feed(piece, () => this.row());
  }

  private row(): void {
    const { rows, table, codes } = this;
    const at = table.takePosition();
    table.ids.putBytes(rows.bytes, rows.start(place.id), at);
    table.texts.putBytes(at, this.stretch(0, place.name), this.stretch(1, place.details), this.stretch(2, place.purpose));
    const { column: c, few } = table;
    few.class.put(at, placeOf(classPlaces, rows.text(place.class)));
    few.ownerState.put(at, placeOf(ownerPlaces, rows.text(place.owner_state)));
    few.severity.put(at, placeOf(severityPlaces, rows.isNull(place.severity) ? "none" : rows.text(place.severity)));
    few.imported.put(at, rows.boolean(place.imported) ? 1 : 0);
    c.state[at] = placeOf(statePlaces, rows.text(place.state));
    c.gaps[at] = rows.integer(place.gaps);
    c.connection[at] = this.code(codes.connections, place.connection_id);
    c.environment[at] = rows.isNull(place.environment) ? 0 : this.environment(rows.text(place.environment));
    c.owner[at] = this.code(codes.people, place.owner_id);
    c.maker[at] = this.code(codes.people, place.maker_id);
    c.team[at] = this.code(codes.teams, place.team_id);
    c.used[at] = rows.isNull(place.workload_ids) ? 0 : this.use();
    c.rules[at] = rows.isNull(place.rules) ? 0 : this.ruleSet(rows.text(place.rules));
    c.created[at] = rows.date(place.created);
    c.expires[at] = expires(rows.text(place.expiry) as Listed["expiry"], rows.date(place.expires));
    c.lastUsed[at] = rows.date(place.used);
    c.firstSeen[at] = rows.date(place.seen);
    c.due[at] = rows.date(place.due);
  }

  private stretch(n: number, field: number): Stretch {
    const stretch = this.stretches[n] as Stretch;
    stretch.bytes = this.rows.bytes;
    stretch.from = this.rows.start(field);
    stretch.to = this.rows.end(field);
    return stretch;
  }

  private code(ids: IdTable, field: number): number {
    return this.rows.isNull(field) ? 0 : ids.findBytes(this.rows.bytes, this.rows.start(field));
  }

  private environment(text: string): number {
    return plain(this.table.environments, text, text);
  }

  private use(): number {
    const workloads = this.rows.ids(place.workload_ids).map((at) => this.codes.workloads.findBytes(this.rows.bytes, at));
    const [only = 0] = workloads;
    if (workloads.length > 1) return this.table.workloadsOf(workloads);
    const known = this.uses.get(only) ?? this.table.workloadsOf(workloads);
    this.uses.set(only, known);
    return known;
  }

  private ruleSet(text: string): number {
    const known = this.ruleSets.get(text) ?? this.table.ruleSetOf(text.split(" "));
    this.ruleSets.set(text, known);
    return known;
  }
}
