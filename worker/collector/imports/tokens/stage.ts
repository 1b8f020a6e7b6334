import pg from "pg";
import { to as copyTo } from "pg-copy-streams";
import { copyLines } from "../../../../lib/core/copying";
import { factsLength, stageColumns } from "./copy-line";

/** The staging tables of a run: rows go into one while two others' are written to the inventory. */
export class Stage {
  private constructor(
    private readonly client: pg.Client,
    readonly tables: readonly [string, string, string],
  ) {}

  /** Over a connection of its own, as the collector: rows travel by COPY, which Prisma has not. */
  static async open(databaseUrl: string, run: string): Promise<Stage> {
    const client = new pg.Client({ connectionString: databaseUrl, options: "-c timezone=UTC -c datestyle=ISO", application_name: "collector" });
    // a lost connection shows at the next statement
    client.on("error", () => undefined);
    await client.connect();
    try {
      await client.query("select open_import_stage($1::uuid)", [run]);
    } catch (error) {
      await client.end();
      throw error;
    }
    const base = `import_stage_${run.replaceAll("-", "")}`;
    return new Stage(client, [`${base}_0`, `${base}_1`, `${base}_2`]);
  }

  /** Puts lines into a staging table, in place of those there unless `more`. */
  async fill(table: string, lines: readonly Buffer[], { more }: { more: boolean }): Promise<void> {
    await this.client.query("begin");
    if (!more) await this.client.query(`truncate ${table}`);
    await copyLines(this.client, `${table} (${stageColumns})`, lines);
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
