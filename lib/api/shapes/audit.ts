import { z } from "zod";
import { named } from "./parts";

export const AuditEntry = z
  .object({
    id: z.string(),
    // in microseconds, as it is hashed
    at: z.string().meta({ format: "date-time" }),
    dbRole: z.string(),
    actor: z.string(),
    actorName: z.string().nullable(),
    action: z.string(),
    subjectType: z.string(),
    subjectId: z.string(),
    subjectName: z.string().nullable(),
    detail: z.unknown(),
    index: z.int().nullable().describe("Place in the tree; null = not sealed yet."),
    hash: z.string().nullable(),
  })
  .register(named, { id: "AuditEntry" });
