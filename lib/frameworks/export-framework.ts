import { z } from "zod";
import { appendAudit } from "../audit/append";
import type { Context } from "../core/context";
import { csvLine } from "../core/csv";
import { parse } from "../core/parse";
import { severities } from "../domain/severity";
import { FrameworkInput, frameworkReport } from "./report";

export const ExportFrameworkInput = FrameworkInput.extend({ format: z.enum(["csv", "json"]) });

/** A framework's report as a file: a line a control and rule, and a line for each control that no rule tests. Audited. */
export async function exportFramework(ctx: Context, input: unknown): Promise<{ contentType: string; fileName: string; body: string }> {
  const { framework, format } = parse(ExportFrameworkInput, input);
  const report = await frameworkReport(ctx, { framework });
  await ctx.db.$transaction((tx) =>
    appendAudit(tx, ctx.actor, { action: "framework.exported", subject: { type: "inventory", id: framework }, detail: { format } }),
  );
  const fileName = `countersign-${framework}-${report.at.slice(0, 10)}.${format}`;
  if (format === "json") return { contentType: "application/json", fileName, body: `${JSON.stringify(report, null, 2)}\n` };
  const about = [report.framework.framework, report.framework.version];
  const ofRule = ["rule", "rule_title", ...severities, "open", "false_positives", "no_source", "connections", "fed_connections", "blind_at"];
  const head = ["framework", "version", "control", "title", "erratum", "standing", ...ofRule, "control_trend", "at"];
  const lines = report.controls.flatMap((control) => {
    const first = [...about, control.id, control.title, control.erratum, control.standing];
    const last = [control.trend.map(({ day, n }) => `${day}: ${n}`).join("; "), report.at];
    if (control.rules.length === 0) return [csvLine([...first, ...ofRule.map(() => null), null, report.at])];
    return control.rules.map((rule) =>
      csvLine([
        ...first,
        rule.id,
        rule.title,
        ...severities.map((severity) => rule.open[severity]),
        rule.total,
        rule.falsePositives,
        rule.noSource.join("; "),
        rule.connections,
        rule.fed,
        rule.blindAt.map(({ name, missing }) => `${name} (${missing.join(", ")})`).join("; "),
        ...last,
      ]),
    );
  });
  return { contentType: "text/csv; charset=utf-8", fileName, body: csvLine(head) + lines.join("") };
}
