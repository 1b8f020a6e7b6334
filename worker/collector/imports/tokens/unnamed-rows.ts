import type { Progress, Reject } from "../parts";
import type { Resolved } from "./copy-line";
import type { TokenNames } from "./names";
import type { TokenRow } from "./read-token";
import type { RowMarks } from "./row-marks";

/** So many rows wait at most to have their names looked up, and so many characters of them: they are whole in memory meanwhile. */
const atOnce = { rows: 1_000, characters: 4_000_000 };

/** Rows that name somebody or something not looked up yet. */
export class UnnamedRows {
  private rows: { row: number; token: TokenRow; called: string; raw: string }[] = [];
  private characters = 0;
  /** rows that name nobody known */
  private nobody: Reject[] = [];

  constructor(
    private readonly names: TokenNames,
    private readonly marks: RowMarks,
    private readonly place: (token: TokenRow, to: Resolved, mark: string) => void,
  ) {}

  get count(): number {
    return this.rows.length + this.nobody.length;
  }

  /** Whether there are enough of them to ask. */
  get due(): boolean {
    return this.rows.length >= atOnce.rows || this.characters >= atOnce.characters;
  }

  add(row: number, token: TokenRow, called: string, raw: string): void {
    // a copy: pieces of the file's text would keep all of it in memory
    this.rows.push(structuredClone({ row, token, called, raw }));
    this.characters += raw.length;
  }

  /** Looks up what they name and places them. */
  async look(): Promise<void> {
    const { rows } = this;
    [this.rows, this.characters] = [[], 0];
    for (const [n, to] of (await this.names.look(rows)).entries()) {
      if ("reason" in to) this.nobody.push(to);
      else {
        const { token, called, raw } = rows[n] as (typeof rows)[number];
        this.place(token, to, this.marks.learn(called, raw, to));
      }
    }
  }

  /** The same for all that wait, and tells of those that name nobody. */
  async lookAll(progress: Progress): Promise<void> {
    await this.look();
    progress.rejects.push(...this.nobody);
    progress.rejected += this.nobody.length;
    this.nobody = [];
  }
}
