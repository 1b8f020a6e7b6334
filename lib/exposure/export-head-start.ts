import { z } from "zod";
import { appendAudit } from "../audit/append";
import { authorize } from "../authorization/authorize";
import type { Context } from "../core/context";
import { csvLine } from "../core/csv";
import { parse } from "../core/parse";
import { HeadStartInput, headStart, headStartStages } from "./head-start";

export const ExportHeadStartInput = HeadStartInput.extend({ format: z.enum(["csv", "json"]).default("csv") });

/** The figures of Head start as a file: a line a period and stage (of one stage alone, where one was asked for), seconds, empty where so many have not got there. Audited. */
export async function exportHeadStart(ctx: Context, input: unknown): Promise<{ contentType: string; fileName: string; body: string }> {
  authorize(ctx.actor, "inventory.read");
  const { per, stage, format } = parse(ExportHeadStartInput, input);
  const data = await headStart(ctx, { per, stage });
  await ctx.db.$transaction((tx) =>
    appendAudit(tx, ctx.actor, {
      action: "exposures.exported",
      subject: { type: "inventory", id: "head-start" },
      detail: { format, per, ...(data.stage ? { stage: data.stage } : {}) },
    }),
  );
  const fileName = `countersign-head-start-${ctx.clock.now().toISOString().slice(0, 10)}.${format}`;
  if (format === "json") return { contentType: "application/json", fileName, body: `${JSON.stringify(data, null, 2)}\n` };
  const lines = data.periods.flatMap(({ from, stages }) =>
    headStartStages.flatMap((each) => {
      const span = stages[each];
      return span ? [csvLine([per, from, each, span.waited, span.done, span.open, span.p50, span.p90])] : [];
    }),
  );
  const head = csvLine(["per", "from", "stage", "waited", "done", "open", "p50_seconds", "p90_seconds"]);
  return { contentType: "text/csv; charset=utf-8", fileName, body: head + lines.join("") };
}
