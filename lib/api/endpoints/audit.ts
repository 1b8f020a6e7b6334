import { z } from "zod";
import { exportLog } from "../../audit/export";
import { AuditFilter, auditEntry, listAudit } from "../../audit/queries";
import { textStream } from "../../core/text-stream";
import { endpoint } from "../endpoint";
import { AuditEntry } from "../shapes/audit";
import { pageOf } from "../shapes/parts";

const tag = "Audit";

export const auditEndpoints = [
  endpoint({
    method: "GET",
    path: "/audit",
    id: "listAudit",
    tag,
    summary: "List audit entries",
    description: "Newest first, fifty a page.",
    action: "audit.read",
    input: AuditFilter.omit({ after: true }).extend({ cursor: AuditFilter.shape.after }),
    output: pageOf(AuditEntry),
    run: async (ctx, { cursor, ...filter }) => {
      const { rows, next } = await listAudit(ctx, { ...filter, after: cursor });
      return { data: rows, next };
    },
  }),
  endpoint({
    method: "GET",
    path: "/audit/export",
    id: "exportAudit",
    tag,
    summary: "Export the sealed log",
    description: "As `countersign audit verify` takes it.",
    action: "audit.read",
    input: z.object({}),
    output: null,
    streams: ["application/x-ndjson"],
    run: async (ctx) =>
      new Response(textStream(exportLog(ctx.db, ctx.clock.now())), {
        headers: { "content-type": "application/x-ndjson; charset=utf-8", "content-disposition": 'attachment; filename="countersign-audit.ndjson"' },
      }),
  }),
  endpoint({
    method: "GET",
    path: "/audit/{id}",
    id: "getAuditEntry",
    tag,
    summary: "Read one audit entry",
    action: "audit.read",
    input: z.object({ id: z.string().regex(/^\d{1,18}$/) }),
    output: AuditEntry,
    run: (ctx, query) => auditEntry(ctx, query.id),
  }),
];
