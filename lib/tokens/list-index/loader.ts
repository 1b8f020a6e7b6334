import { Prisma } from "../../core/db";
import { CopiedRows } from "./copied-rows";
import type { IdTable } from "./ids";
import { classPlaces, exposurePlaces, type Listed, ownerPlaces, placeOf, severityPlaces, statePlaces } from "./listed";
import { expires, type Table } from "./table";
import type { Stretch } from "./texts";

/** The columns of `tokenListing` in the order in which they are read. Names come once each, beside them. */
const fields = [
  "id",
  "class",
  "state",
  "expiry",
  "owner_state",
  "severity",
  "exposure",
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
/** What a Loader reads, of `tokenListing` as `l`. */
export const selected = Prisma.raw(fields.map((field) => (field === "rules" ? "array_to_string(l.rules, ' ')" : `l.${field}`)).join(", "));

/** Tables are read once each and hashed. Of tokens that came just now PostgreSQL expects a single one, and would read thousands again for each of them. */
export const onePass = { enable_nestloop: "off" } as const;

/** Who is named by an id, by their numbers in the table. */
export type Codes = Record<"connections" | "people" | "teams" | "workloads", IdTable>;

/** Puts the rows of a copy into the table. What the table has already is left as it is. */
export class Loader {
  private readonly rows = new CopiedRows(fields.length);
  private readonly uses = new Map<number, number>();
  private readonly ruleSets = new Map<string, number>();
  private readonly stretches = Array.from({ length: 3 }, (): Stretch => ({ bytes: this.rows.bytes, from: 0, to: 0 }));

  /** where rows were put since somebody emptied it */
  readonly put: number[] = [];
  /** ids of rows that name somebody who is in no code and were left out */
  readonly strangers: string[] = [];

  constructor(
    private readonly table: Table,
    private readonly codes: Codes,
  ) {}

  take(piece: Buffer): void {
    this.rows.feed(piece, () => this.row());
  }

  private row(): void {
    const { rows, table, codes } = this;
    if (table.ids.findBytes(rows.bytes, rows.start(place.id)) >= 0) return;
    const maker = this.maker();
    if (maker < 0) {
      this.strangers.push(idAt(rows.bytes, rows.start(place.id)));
      return;
    }
    const at = table.takePosition();
    this.put.push(at);
    table.changes += 1;
    table.ids.putBytes(rows.bytes, rows.start(place.id), at);
    table.texts.putBytes(at, this.stretch(0, place.name), this.stretch(1, place.details), this.stretch(2, place.purpose));
    const { column: c, few } = table;
    few.class.put(at, placeOf(classPlaces, rows.text(place.class)));
    few.ownerState.put(at, placeOf(ownerPlaces, rows.text(place.owner_state)));
    few.severity.put(at, placeOf(severityPlaces, rows.isNull(place.severity) ? "none" : rows.text(place.severity)));
    few.exposure.put(at, placeOf(exposurePlaces, rows.text(place.exposure)));
    few.imported.put(at, rows.boolean(place.imported) ? 1 : 0);
    c.state[at] = placeOf(statePlaces, rows.text(place.state));
    c.gaps[at] = rows.integer(place.gaps);
    c.connection[at] = this.code(codes.connections, place.connection_id);
    table.putEnvironment(at, rows.isNull(place.environment) ? null : rows.text(place.environment));
    c.owner[at] = this.code(codes.people, place.owner_id);
    c.maker[at] = maker;
    c.team[at] = this.code(codes.teams, place.team_id);
    c.used[at] = rows.isNull(place.workload_ids) ? 0 : this.use();
    table.putRules(at, rows.isNull(place.rules) ? 0 : this.ruleSet(rows.text(place.rules)));
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

  /** Of those who are not among the codes, makers alone are named by rows; -1 for one whom the table has never heard of. */
  private maker(): number {
    const code = this.code(this.codes.people, place.maker_id);
    return code < 0 ? this.table.people.find(idAt(this.rows.bytes, this.rows.start(place.maker_id))) : code;
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

const idAt = (bytes: Buffer, from: number): string => bytes.toString("hex", from, from + 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
