import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { csvLine } from "../core/csv";
import { Prisma } from "../core/db";
import type { KeysetPlace } from "../core/keyset";
import { parse } from "../core/parse";
import { pageOfIds } from "./list-index/answer";
import { TokenListInput } from "./schemas";
import { makerOfToken, tokenRows } from "./token-row";

export const ExportTokensInput = TokenListInput.omit({ cursor: true, limit: true }).extend({ format: z.enum(["csv", "json"]) });

const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const personName = (id: string) => `(select p.display_name from person p where p.id = ${id})`;

/** What a line of the CSV is made of, in the order of the ids: `u.n`. Everything else is looked up by key in the line itself. */
const source = (ids: readonly string[]): Prisma.Sql => Prisma.sql`
    from unnest(${ids}::uuid[]) with ordinality as u(id, n)
    join token t on t.id = u.id
    join token_state s on s.token_id = t.id
    left join ownership o on o.token_id = t.id
    left join lateral (
      select string_agg(f.rule, ' ' order by f.severity, f.rule) as rules, min(f.severity) as severity
      from finding f where f.token_id = t.id and f.status in ('open', 'in_review', 'remediating', 'regressed')
    ) f on true`;

/** Columns of the CSV and their SQL over `source`. */
const columns: readonly [name: string, sql: string][] = [
  ["id", "t.id::text"],
  ["name", "t.name"],
  ["hint", "t.hint"],
  ["class", "t.class::text"],
  ["state", "s.state"],
  ["connection", "(select c.name from connection c where c.id = t.connection_id)"],
  ["environment", "t.environment"],
  ["imported", "t.imported::text"],
  ["creator_account", "(select a.name from account a where a.id = t.creator_account_id)"],
  ["creator_person", personName(makerOfToken)],
  ["owner", personName("o.person_id")],
  ["owner_state", "case when o.person_id is not null then o.state::text end"],
  ["backup", personName("o.backup_person_id")],
  ["team", "(select tm.name from team tm where tm.id = o.team_id)"],
  ["purpose", "nullif(btrim(o.purpose), '')"],
  [
    "workloads",
    "(select string_agg(w.name, '; ' order by w.name, w.id) from token_workload tw join workload w on w.id = tw.workload_id where tw.token_id = t.id)",
  ],
  ["created_at", iso("t.issued_at")],
  ["created_source", "case when t.issued_at is not null then t.issued_from end"],
  ["last_used_at", iso("t.last_used_at")],
  ["last_used_source", "case when t.last_used_at is not null then t.last_used_from end"],
  ["expiry", "t.expiry::text"],
  ["expires_at", `case when t.expiry = 'at' then ${iso("t.expires_at")} end`],
  ["first_seen_at", iso("t.first_seen_at")],
  ["severity", "f.severity::text"],
  ["findings", "f.rules"],
];

/** A cell as lib/core/csv writes it, always quoted: what a spreadsheet would run begins with an apostrophe. Unknown is empty. */
const cell = (sql: string): string => `coalesce('"' || replace(regexp_replace(${sql}, '^([=+@\\t\\r-])', '''\\1'), '"', '""') || '"', '')`;
const line = Prisma.raw(`${columns.map(([, sql]) => cell(sql)).join(" || ',' || ")} || E'\\r\\n'`);

/** Tokens written at a time: about a megabyte, and the event loop is free in between. */
const part = 2_000;

/** Streams exactly the rows and order of the list as CSV (RFC 4180, UTF-8) or as one JSON array, as text that PostgreSQL builds, as fast as it is read. Audited. */
export async function exportTokens(ctx: Context, input: unknown): Promise<{ contentType: string; fileName: string; body: ReadableStream<Uint8Array> }> {
  authorize(ctx.actor, "inventory.read");
  const { format, ...query } = parse(ExportTokensInput, input);
  await ctx.db.$transaction((tx) =>
    appendAudit(tx, ctx.actor, {
      action: "inventory.exported",
      subject: { type: "inventory", id: "tokens" },
      detail: { format, filters: JSON.parse(JSON.stringify(query)) },
    }),
  );
  const chunks = format === "csv" ? csv(ctx, query) : json(ctx, query);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
  const day = ctx.clock.now().toISOString().slice(0, 10);
  return { contentType: format === "csv" ? "text/csv; charset=utf-8" : "application/json", fileName: `countersign-tokens-${day}.${format}`, body };
}

type Query = Omit<z.infer<typeof ExportTokensInput>, "format">;

/** The ids of each part, by keyset as in the list: nothing is held open while nobody reads. */
async function* parts(ctx: Context, { sort, ...filters }: Query): AsyncGenerator<string[], undefined> {
  let after: KeysetPlace | null = null;
  do {
    const page = await pageOfIds(ctx.db, filters, { sort, after, limit: part });
    if (page.ids.length > 0) yield page.ids;
    after = page.next;
  } while (after);
}

async function* csv(ctx: Context, query: Query): AsyncGenerator<string, undefined> {
  yield csvLine(columns.map(([name]) => name));
  for await (const ids of parts(ctx, query)) {
    const [written] = await ctx.db.$queryRaw<[{ text: string | null }]>`select string_agg(${line}, '' order by u.n) as text ${source(ids)}`;
    if (written.text !== null) yield written.text;
  }
}

async function* json(ctx: Context, query: Query): AsyncGenerator<string, undefined> {
  let before = "[";
  for await (const ids of parts(ctx, query)) {
    const rows = await tokenRows(ctx.db, ids);
    if (rows.length === 0) continue;
    yield before + rows.map((row) => JSON.stringify(row)).join(",\n");
    before = ",\n";
  }
  yield before === "[" ? "[]\n" : "]\n";
}
