import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { stageColumns } from "./copy-line";

/** Lines are handed to the connection in pieces of about this many characters. */
const piece = 256 * 1024;

/** The two staging tables of a run: rows go into one while the other's are written to the inventory. */
export class Stage {
  private constructor(
    private readonly client: pg.Client,
    readonly tables: readonly [string, string],
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
    return new Stage(client, [`${base}_0`, `${base}_1`]);
  }

  /** Puts lines into a staging table, in place of those there unless `more`. */
  async fill(table: string, lines: readonly string[], { more }: { more: boolean }): Promise<void> {
    await this.client.query("begin");
    if (!more) await this.client.query(`truncate ${table}`);
    const stream = this.client.query(copyFrom(`copy ${table} (${stageColumns}) from stdin`));
    const done = new Promise<void>((resolve, reject) => {
      stream.once("finish", resolve);
      stream.once("error", reject);
    });
    done.catch(() => undefined);
    let text = "";
    for (const line of lines) {
      text += line;
      if (text.length < piece) continue;
      if (!stream.write(text)) await Promise.race([new Promise((resolve) => stream.once("drain", resolve)), done]);
      text = "";
    }
    stream.end(text);
    await done;
    await this.client.query("commit");
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
