import { Badge } from "@/components/ui/badge";
import { Unknown } from "@/components/ui/unknown";
import type { AccountRow } from "@/lib/accounts/list-accounts";

/** Whether an account still works, as far as its vendor says. */
export function AccountStatus({ row: { status, missingSince } }: { row: Pick<AccountRow, "status" | "missingSince"> }) {
  if (missingSince) return <Badge>not listed</Badge>;
  if (status === "unknown") return <Unknown>unknown</Unknown>;
  return <Badge tone={status === "enabled" ? "ok" : "neutral"}>{status}</Badge>;
}
