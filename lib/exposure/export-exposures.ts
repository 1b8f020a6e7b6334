import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { csvLine } from "../core/csv";
import { parse } from "../core/parse";
import { exposuresSarif } from "./export-sarif";
import type { ExposureRow } from "./exposure-row";
import { listExposures } from "./list-exposures";
import { ExposureListInput } from "./schemas";

export const ExportExposuresInput = ExposureListInput.omit({ cursor: true, limit: true }).extend({ format: z.enum(["csv", "json", "sarif"]) });

/** Columns of the CSV. Unknown is empty. */
const columns: Record<string, (row: ExposureRow) => string | number | null> = {
  id: ({ id }) => id,
  kind: ({ title }) => title,
  family: ({ family }) => family,
  hint: ({ hint }) => hint,
  severity: ({ severity }) => severity,
  status: ({ status }) => status,
  confidence: ({ confidence }) => confidence,
  known_not_live: ({ mark }) => mark,
  validity: ({ validity }) => validity,
  validity_unknown_because: ({ untold }) => untold?.text ?? null,
  token: ({ token }) => token?.name ?? null,
  token_id: ({ token }) => token?.id ?? null,
  token_was_listed: ({ token }) => token && (token.link === "listed" ? "yes" : "no"),
  owner: ({ owner }) => owner?.name ?? null,
  owner_state: ({ owner }) => owner?.state ?? null,
  channels: ({ channels }) => Object.keys(channels).join(" "),
  places: ({ places }) => places,
  first_place: ({ place }) => `${place.path}${place.line === null ? "" : `:${place.line}`}`,
  first_visible_at: ({ firstVisible }) => firstVisible,
  detected_at: ({ detected }) => detected,
  last_seen_at: ({ lastSeen }) => lastSeen,
  due_at: ({ due }) => due,
  assignee: ({ assignee }) => assignee?.name ?? null,
  note: ({ note }) => note,
};

/** Streams exactly the rows and order of the list as CSV (RFC 4180), as one JSON array, or with their places as SARIF, page by page. Audited. */
export async function exportExposures(ctx: Context, input: unknown): Promise<{ type: string; filename: string; lines: AsyncGenerator<string> }> {
  authorize(ctx.actor, "inventory.read");
  const { format, ...query } = parse(ExportExposuresInput, input);
  await ctx.db.$transaction((tx) =>
    appendAudit(tx, ctx.actor, {
      action: "exposures.exported",
      subject: { type: "inventory", id: "exposures" },
      detail: { format, filters: JSON.parse(JSON.stringify(query)) },
    }),
  );
  const filename = `countersign-exposures-${ctx.clock.now().toISOString().slice(0, 10)}.${format}`;
  if (format === "csv") return { type: "text/csv", filename, lines: csv(pages(ctx, query)) };
  if (format === "json") return { type: "application/json", filename, lines: json(pages(ctx, query)) };
  // few at once: each brings its places
  return { type: "application/sarif+json", filename, lines: exposuresSarif(ctx, pages(ctx, query, 50)) };
}

async function* pages(ctx: Context, query: Record<string, unknown>, limit = 500): AsyncGenerator<ExposureRow[]> {
  let cursor: string | null = "";
  while (cursor !== null) {
    const { rows, next }: { rows: ExposureRow[]; next: string | null } = await listExposures(ctx, { ...query, cursor, limit });
    if (rows.length > 0) yield rows;
    cursor = next;
  }
}

async function* csv(parts: AsyncIterable<ExposureRow[]>): AsyncGenerator<string> {
  yield csvLine(Object.keys(columns));
  for await (const rows of parts) yield rows.map((row) => csvLine(Object.values(columns).map((of) => of(row)))).join("");
}

async function* json(parts: AsyncIterable<ExposureRow[]>): AsyncGenerator<string> {
  let before = "[";
  for await (const rows of parts) {
    yield before + rows.map((row) => JSON.stringify(row)).join(",\n");
    before = ",\n";
  }
  yield before === "[" ? "[]\n" : "]\n";
}
