import { add, type Bits, drop, has, wordsOf } from "./bits";
import { Dictionary, type Entry, plain } from "./dictionary";
import { Enumerated } from "./enumerated";
import { IdTable } from "./ids";
import { KeptOrder } from "./kept-order";
import { classPlaces, exposurePlaces, kindPlaces, type Listed, ownerPlaces, placeOf, severityPlaces, statePlaces } from "./listed";
import { Lists } from "./lists";
import { compareText, type Part, Texts } from "./texts";
import { ValueSets } from "./value-sets";

interface Workload extends Entry {
  kind: number;
}

/** `expires` of a token that never does, beyond every date; unknown is NaN, as for every date. */
export const never = 1e300;

const columns = {
  state: Uint8Array,
  gaps: Uint8Array,
  connection: Uint16Array,
  environment: Uint32Array,
  owner: Uint32Array,
  team: Uint32Array,
  maker: Uint32Array,
  used: Uint32Array,
  rules: Uint32Array,
  created: Float64Array,
  expires: Float64Array,
  lastUsed: Float64Array,
  firstSeen: Float64Array,
  due: Float64Array,
} as const;
type Columns = { [K in keyof typeof columns]: InstanceType<(typeof columns)[K]> };

/** Such a part of all positions may lie free before one is used again: ids stay in order as long as new ones come last. */
const mostFreed = 1 / 16;

/** Every token of the inventory, column by column: one position a token, the same in all columns. */
export class Table {
  readonly ids = new IdTable();
  readonly texts = new Texts();
  /** what is sorted by the token's own text */
  readonly order: Record<Part, KeptOrder> = {
    name: this.orderOf("name", (at) => has(this.live, at)),
    purpose: this.orderOf("purpose", (at) => this.texts.has("purpose", at)),
  };
  readonly connections = new Dictionary();
  readonly environments = new Dictionary();
  readonly people = new Dictionary();
  readonly teams = new Dictionary();
  readonly workloads = new Dictionary<Workload>();
  /** the workloads of a token, as one value that tokens with the same ones share */
  readonly uses = new Dictionary();
  readonly workloadsOfUse = new Lists();
  /** each once */
  readonly kindsOfUse = new Lists();
  readonly ruleNames = new Dictionary();
  readonly ruleSets = new Dictionary();
  readonly rulesOfSet = new Lists();
  readonly column = Object.fromEntries(Object.entries(columns).map(([name, type]) => [name, new type(0)])) as unknown as Columns;
  /** columns of few values */
  readonly few = {
    class: new Enumerated(classPlaces.size),
    ownerState: new Enumerated(ownerPlaces.size),
    severity: new Enumerated(severityPlaces.size),
    exposure: new Enumerated(exposurePlaces.size),
    imported: new Enumerated(2),
  };
  /** columns whose values are not known beforehand, but mostly few */
  readonly sets = { environment: new ValueSets(), rules: new ValueSets() };
  /** positions that hold a token */
  live: Bits = new Int32Array(0);
  /** counts what was put and removed */
  changes = 0;
  /** positions in use end here */
  count = 0;
  private readonly freed: number[] = [];
  private capacity = 0;

  constructor() {
    this.workloadsOfUse.put(0, [0]);
    this.rulesOfSet.put(0, [0]);
    this.kindsOfUse.put(0, [placeOf(kindPlaces, "none")]);
  }

  get size(): number {
    return this.count - this.freed.length;
  }

  reserve(capacity: number): void {
    if (capacity <= this.capacity) return;
    for (const [name, type] of Object.entries(columns)) {
      const larger = new type(capacity);
      larger.set(this.column[name as keyof Columns]);
      (this.column as Record<string, unknown>)[name] = larger;
    }
    for (const column of [...Object.values(this.few), ...Object.values(this.sets)]) column.reserve(capacity);
    const live = new Int32Array(wordsOf(capacity));
    live.set(this.live);
    this.live = live;
    this.ids.reserve(capacity);
    this.texts.reserve(capacity);
    this.capacity = capacity;
  }

  private orderOf(part: Part, has: (at: number) => boolean): KeptOrder {
    return new KeptOrder({ compare: (a, b) => this.texts.compare(part, a, b), sort: (positions) => this.texts.sort(part, positions), has });
  }

  /** Sorts what is sorted by text now, so that nobody waits for it when they ask. */
  putInOrder(): void {
    this.texts.trim();
    for (const part of ["name", "purpose"] as const) this.order[part].ranks(this.count);
    for (const dictionary of [this.connections, this.environments, this.people, this.uses]) dictionary.rank();
  }

  /** Where a text stands among the places of names or purposes. */
  placeOf(part: Part, value: string): number {
    const text = Buffer.from(value, "utf8");
    return this.order[part].place(this.count, (at) => this.texts.compareWith(part, at, text));
  }

  /** A position that was free and holds a token from now on. */
  takePosition(): number {
    const at = (this.freed.length > this.count * mostFreed ? this.freed.pop() : undefined) ?? this.count++;
    if (at >= this.capacity) this.reserve(Math.ceil((at + 1) * 1.2) + 1000);
    add(this.live, at);
    return at;
  }

  /** Takes what is listed of a token now, whether it is new here or not. Returns its position. */
  put(row: Listed): number {
    let at = this.ids.find(row.id);
    const isNew = at < 0;
    if (isNew) {
      at = this.takePosition();
      this.ids.put(row.id, at);
    }
    for (const part of ["name", "purpose"] as const) if (isNew || this.texts.text(part, at) !== (row[part] ?? "")) this.order[part].changed(at);
    this.texts.put(at, row.name, row.details, row.purpose ?? "");
    this.write(at, row);
    this.changes += 1;
    return at;
  }

  /** A token that is no longer listed. */
  remove(id: string): void {
    const at = this.ids.find(id);
    if (at < 0) return;
    this.ids.remove(at);
    this.texts.remove(at);
    for (const order of Object.values(this.order)) order.changed(at);
    drop(this.live, at);
    this.freed.push(at);
    this.changes += 1;
  }

  private write(at: number, row: Listed): void {
    const { column: c, few } = this;
    few.class.put(at, placeOf(classPlaces, row.class));
    few.ownerState.put(at, placeOf(ownerPlaces, row.owner_state));
    few.severity.put(at, placeOf(severityPlaces, row.severity ?? "none"));
    few.exposure.put(at, placeOf(exposurePlaces, row.exposure));
    few.imported.put(at, row.imported ? 1 : 0);
    c.state[at] = placeOf(statePlaces, row.state);
    c.gaps[at] = row.gaps;
    c.connection[at] = plain(this.connections, row.connection_id, row.connection);
    this.putEnvironment(at, row.environment);
    c.owner[at] = this.person(row.owner_id, row.owner);
    c.maker[at] = this.person(row.maker_id, null);
    c.team[at] = plain(this.teams, row.team_id, null);
    c.used[at] = row.workloads ? this.workloadsOf(row.workloads.map(([id, name, kind]) => this.workload(id, name, kind))) : 0;
    this.putRules(at, row.rules ? this.ruleSetOf(row.rules) : 0);
    c.created[at] = row.created ?? Number.NaN;
    c.expires[at] = expires(row.expiry, row.expires ?? Number.NaN);
    c.lastUsed[at] = row.used ?? Number.NaN;
    c.firstSeen[at] = row.seen;
    c.due[at] = row.due ?? Number.NaN;
  }

  putEnvironment(at: number, name: string | null): void {
    const { environment } = this.column;
    const code = plain(this.environments, name, name);
    this.sets.environment.move(at, [environment[at] as number], [code]);
    environment[at] = code;
  }

  /** `code`: what `ruleSetOf` says */
  putRules(at: number, code: number): void {
    const { rules } = this.column;
    this.sets.rules.move(at, this.rulesOfSet.of(rules[at] as number), this.rulesOfSet.of(code));
    rules[at] = code;
  }

  /** A maker's name is not asked for: it must not take the place of an owner's. */
  private person(id: string | null, text: string | null): number {
    if (!id) return 0;
    const known = this.people.find(id);
    return text === null && known > 0 ? known : plain(this.people, id, text);
  }

  /** The number of what is used by these workloads together, in the order of their ids. */
  workloadsOf(codes: number[]): number {
    const used = codes.map((code) => this.workloads.entries[code]).filter((workload) => workload !== null && workload !== undefined);
    // of several names the first one sorts
    const text = used.map((workload) => workload.text ?? "").reduce((first, name) => (compareText(name, first) < 0 ? name : first));
    const kinds = [...new Set(used.map(({ kind }) => kind))];
    const use = plain(this.uses, codes.join(" "), text);
    this.workloadsOfUse.put(use, codes);
    this.kindsOfUse.put(use, kinds);
    return use;
  }

  ruleSetOf(rules: readonly string[]): number {
    const codes = rules.map((rule) => plain(this.ruleNames, rule, rule));
    const set = plain(this.ruleSets, codes.join(" "), null);
    this.rulesOfSet.put(set, codes);
    return set;
  }

  workload(id: string, text: string, kindName: string): number {
    const kind = placeOf(kindPlaces, kindName);
    return this.workloads.code(
      id,
      text,
      () => ({ key: id, text, kind }),
      (known) => known.kind !== kind,
    );
  }
}

/** `expires` by what is known of it. */
export const expires = (kind: Listed["expiry"], at: number): number => (kind === "never" ? never : kind === "at" ? at : Number.NaN);
