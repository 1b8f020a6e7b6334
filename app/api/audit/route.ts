import { AuditFilter, listAudit } from "@/lib/audit/queries";
import { defineRoute } from "@/lib/next/define-route";

/** One page of the audit log, newest first. */
export const GET = defineRoute({ input: AuditFilter, authorize: () => ({ action: "audit.read" }), run: listAudit });
