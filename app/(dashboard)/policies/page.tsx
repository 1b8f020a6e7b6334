import type { Metadata } from "next";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { requireActor } from "@/lib/next/session";
import { policies } from "@/lib/set-up/policies";
import { ttlPolicies } from "@/lib/ttl/queries";
import { QueryProvider } from "../_components/query-provider";
import { WaitingStatements } from "../_components/waiting-statements";
import { Refresh } from "../_overview/refresh";
import { ApprovalPolicy } from "./_components/approval-policy";
import { Groups } from "./_components/groups";
import { Keys } from "./_components/keys";
import { TtlPolicies } from "./_components/ttl-policies";

export const metadata: Metadata = { title: "Policies" };

export default async function PoliciesPage() {
  const ctx = await requireActor("trust.read");
  const [shown, ttl] = await Promise.all([policies(ctx), ttlPolicies(ctx)]);
  const proposes = may(ctx.actor, "trust.propose");
  return (
    <>
      <Refresh seconds={4} />
      <PageHeader title="Policies">
        Who approves, and how many must: each a statement that administrators sign, without effect until then. Below, how long tokens may live.
      </PageHeader>
      <div className="mt-4 grid grid-cols-1 items-start gap-3.5 lg:grid-cols-2">
        <ApprovalPolicy policy={shown.policy} proposes={proposes} />
        <QueryProvider>
          <Groups groups={shown.groups} rootPerson={shown.rootPerson} proposes={proposes} />
        </QueryProvider>
        <Card title="Waits for signatures" aside={shown.waiting.length > 0 ? String(shown.waiting.length) : undefined}>
          {shown.waiting.length > 0 ? (
            <WaitingStatements waiting={shown.waiting} pinned={shown.rootPerson !== null} />
          ) : (
            <p className="text-[13px] text-ink-2">Nothing: what stands here is what counts.</p>
          )}
        </Card>
        <Keys keys={shown.keys} proposes={proposes} />
      </div>
      <TtlPolicies policies={ttl} sets={may(ctx.actor, "ttl.set")} />
    </>
  );
}
