import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { copyLines } from "../../../../lib/core/copying";
import { factsLength, stageColumns } from "./copy-line";

/** What a run's staging tables are: three of one shape, of which one is filled while two others' rows are written to the inventory, or the inventory's own tables once more. */
type Opened = "open_import_stage" | "open_first_stage";

export class Stage {
  private constructor(
    private readonly client: pg.Client,
    private readonly base: string,
  ) {}

  /** The name of a staging table, 0 to 2, or 3 of a first file. */
  table(nth: number): string {
    return `${this.base}_${nth}`;
  }

  /** Over a connection of its own, as the collector: rows travel by COPY, which Prisma has not. */
  static async open(databaseUrl: string, run: string, opened: Opened): Promise<Stage> {
    const client = new pg.Client({ connectionString: databaseUrl, options: "-c timezone=UTC -c datestyle=ISO", application_name: "collector" });
    // a lost connection shows at the next statement
    client.on("error", () => undefined);
    await client.connect();
    try {
      await client.query(`select ${opened}($1::uuid)`, [run]);
    } catch (error) {
      await client.end();
      throw error;
    }
    return new Stage(client, `import_stage_${run.replaceAll("-", "")}`);
  }

  /** Puts lines into a staging table, in place of those there. */
  async fill(table: string, lines: readonly Buffer[]): Promise<void> {
    await this.client.query("begin");
    await this.client.query(`truncate ${table}`);
    await copyLines(this.client, `${table} (${stageColumns})`, lines);
    await this.client.query("commit");
  }

  /** Adds lines to staging tables, all of them or none. `into` names a table and its columns. */
  async add(write: (copy: (into: string, lines: readonly Buffer[]) => Promise<void>) => Promise<unknown>): Promise<void> {
    await this.client.query("begin");
    await write((into, lines) => copyLines(this.client, into, lines));
    await this.client.query("commit");
  }

  /** What the inventory knows of a listing, until `each` returns false: facts' hash and mark of each row; of one that was missed since, neither. */
  async known(connectionId: string, each: (handleKey: string, facts: string, mark: string) => boolean): Promise<void> {
    const rows = this.client.query(
      copyTo(
        `copy (select handle_key, case when missing_since is null then facts_hash else '' end from token where connection_id = ${pg.escapeLiteral(connectionId)}) to stdout`,
      ),
    );
    let rest = "";
    let wanted = true;
    for await (const chunk of rows.setEncoding("utf8")) {
      // what was asked for is read to its end: the connection is needed for more
      if (!wanted) continue;
      const text = rest + (chunk as string);
      let from = 0;
      for (let end = text.indexOf("\n"); end >= 0 && wanted; end = text.indexOf("\n", from)) {
        const tab = text.indexOf("\t", from);
        const key = text.slice(from, tab);
        const facts = text.slice(tab + 1, tab + 1 + factsLength);
        wanted = each(key.includes("\\") ? key.replaceAll("\\\\", "\\") : key, facts, text.slice(tab + 1 + factsLength, end));
        from = end + 1;
      }
      rest = text.slice(from);
    }
  }

  async close(run: string): Promise<void> {
    try {
      await this.client.query("rollback");
      await this.client.query("select close_import_stage($1::uuid)", [run]);
    } finally {
      await this.client.end();
    }
  }
}
