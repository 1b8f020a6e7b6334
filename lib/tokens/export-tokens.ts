import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { csvLine } from "../core/csv";
import { parse } from "../core/parse";
import { listTokens } from "./queries";
import { TokenListInput } from "./schemas";
import type { TokenRow } from "./token-row";

export const ExportTokensInput = TokenListInput.omit({ cursor: true, limit: true }).extend({ format: z.enum(["csv", "json"]) });

const columns: [string, (row: TokenRow) => string | boolean | null | undefined][] = [
  ["id", (row) => row.id],
  ["name", (row) => row.name],
  ["hint", (row) => row.hint],
  ["class", (row) => row.class],
  ["state", (row) => row.state],
  ["connection", (row) => row.connection.name],
  ["environment", (row) => row.environment],
  ["imported", (row) => row.imported],
  ["creator_account", (row) => row.creator?.account],
  ["creator_person", (row) => row.creator?.person?.name],
  ["owner", (row) => row.owner?.name],
  ["owner_state", (row) => row.owner?.state],
  ["created_at", (row) => row.created?.at],
  ["created_source", (row) => row.created?.source],
  ["last_used_at", (row) => row.lastUsed?.at],
  ["last_used_source", (row) => row.lastUsed?.source],
  ["expiry", (row) => row.expiry.kind],
  ["expires_at", (row) => (row.expiry.kind === "at" ? row.expiry.at : null)],
  ["first_seen_at", (row) => row.firstSeen],
  ["findings", (row) => row.findings.map(({ rule }) => rule).join(" ")],
];

const pageSize = 500;

/** Streams exactly the rows and order of the list as CSV (RFC 4180, UTF-8) or as one JSON array. An unknown value is an empty cell or null. Audited. */
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

async function* pages(ctx: Context, query: object): AsyncGenerator<TokenRow[], undefined> {
  let cursor: string | undefined;
  do {
    const page = await listTokens(ctx, { ...query, limit: pageSize, cursor });
    if (page.rows.length > 0) yield page.rows;
    cursor = page.next ?? undefined;
  } while (cursor);
}

async function* csv(ctx: Context, query: object): AsyncGenerator<string, undefined> {
  yield csvLine(columns.map(([name]) => name));
  for await (const rows of pages(ctx, query)) yield rows.map((row) => csvLine(columns.map(([, read]) => read(row)))).join("");
}

async function* json(ctx: Context, query: object): AsyncGenerator<string, undefined> {
  let before = "[";
  for await (const rows of pages(ctx, query)) {
    yield rows.map((row, index) => `${index === 0 ? before : ",\n"}${JSON.stringify(row)}`).join("");
    before = ",\n";
  }
  yield before === "[" ? "[]\n" : "]\n";
}
