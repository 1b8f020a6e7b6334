import { z } from "zod";
import { ImportKind } from "../../imports/import-kind";
import { Count, Instant, named } from "./parts";

export const Import = z
  .object({
    id: z.uuid(),
    kind: ImportKind,
    source: z.string(),
    connectionId: z.uuid().nullable(),
    fileName: z.string(),
    format: z.string(),
    status: z.enum(["waiting", "running", "stalled", "succeeded", "partial", "failed", "cancelled"]),
    read: Count,
    created: Count,
    changed: Count,
    unchanged: Count,
    rejected: Count,
    bytesRead: Count,
    bytes: Count.nullable(),
    error: z.string().nullable(),
    startedBy: z.string(),
    queuedAt: Instant,
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
  })
  .register(named, { id: "Import" });

export const ImportReject = z.object({ row: Count, field: z.string(), reason: z.string() }).register(named, { id: "ImportReject" });
