import { add, type Bits, join } from "./bits";
import { type Codes, marked } from "./codes";
import { Needle } from "./needle";
import type { Table } from "./table";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Who holds a text in name, details, purpose, owner or workloads, or is called by it: looked up for those that somebody asks about, once each. */
export class Search {
  private readonly needle: Needle;
  /** those that may hold it and were not looked up yet */
  private readonly open: Bits;
  private readonly found: Bits;

  /** `q` comes lower-cased by PostgreSQL. Holds until the table changes. */
  constructor(
    private readonly table: Table,
    q: string,
  ) {
    this.needle = new Needle(q);
    this.open = table.texts.near(this.needle, table.count);
    this.found = new Int32Array(this.open.length);
    this.addAll(table.column.owner, table.people.holding(q));
    this.addAll(table.column.used, usesOf(table, q));
    const named = uuid.test(q) ? table.ids.find(q) : -1;
    if (named >= 0) add(this.found, named);
  }

  private addAll(codes: Codes, wanted: Uint8Array | null): void {
    if (wanted) join(this.found, marked(codes, wanted, this.table.count));
  }

  /** Keeps of some positions those that hold the text. */
  narrow(positions: Bits): void {
    const { open, found, needle } = this;
    const { texts } = this.table;
    for (let word = 0; word < positions.length; word++) {
      const asked = positions[word] as number;
      const unknown = asked & (open[word] as number) & ~(found[word] as number);
      if (unknown !== 0) {
        let holding = 0;
        for (let left = unknown; left !== 0; left &= left - 1) {
          const bit = left & -left;
          if (texts.holds((word << 5) + 31 - Math.clz32(bit), needle)) holding |= bit;
        }
        found[word] = (found[word] as number) | holding;
        open[word] = (open[word] as number) & ~unknown;
      }
      positions[word] = asked & (found[word] as number);
    }
  }
}

/** Uses of which any workload's name holds the text. */
function usesOf(table: Table, q: string): Uint8Array | null {
  const workloads = table.workloads.holding(q);
  if (!workloads) return null;
  const found = new Uint8Array(table.uses.entries.length);
  for (let code = 1; code < found.length; code++) if (table.workloadsOfUse.any(code, workloads)) found[code] = 1;
  return found;
}
