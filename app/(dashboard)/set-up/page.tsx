import type { Metadata } from "next";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { requireActor } from "@/lib/next/session";
import { setUp } from "@/lib/set-up/queries";
import { setUpSteps } from "@/lib/set-up/steps";
import { WaitingStatements } from "../_components/waiting-statements";
import { Refresh } from "../_overview/refresh";
import { NoticeStep } from "./_components/notice-step";
import { OwnKey } from "./_components/own-key";
import { ConnectionStep, PeopleStep } from "./_components/source-steps";
import { ApproverStep, GroupStep, RootSteps } from "./_components/trust-steps";

export const metadata: Metadata = { title: "Set-up checklist" };

export default async function SetUpPage() {
  const ctx = await requireActor("trust.read");
  const shown = await setUp(ctx);
  const manages = may(ctx.actor, "connection.manage");
  const left = setUpSteps.filter((step) => shown.states[step] !== "done").length;
  return (
    <>
      <Refresh seconds={4} />
      <PageHeader title={left === 0 ? "Everything is set up" : "Set-up checklist"}>
        From an administrator’s key to the first signature that counts. The machine trusts nothing that does not chain to the pinned key.
      </PageHeader>
      <div className="mt-4 grid grid-cols-1 items-start gap-3.5 xl:grid-cols-[1.4fr_1fr]">
        <ol className="min-w-0 rounded-md border border-line bg-panel">
          <RootSteps shown={shown} administrator={manages} />
          <PeopleStep shown={shown} manages={manages} />
          <GroupStep shown={shown} />
          <ConnectionStep shown={shown} manages={manages} />
          <ApproverStep shown={shown} />
          <NoticeStep shown={shown} />
        </ol>
        <div className="flex min-w-0 flex-col gap-3.5">
          {may(ctx.actor, "key.enrol") && shown.root !== null && <OwnKey shown={shown} />}
          <Card title="Waits for signatures" aside={shown.waiting.length > 0 ? String(shown.waiting.length) : undefined}>
            {shown.waiting.length > 0 ? (
              <WaitingStatements waiting={shown.waiting} pinned={shown.root !== null} />
            ) : (
              <p className="text-[13px] text-ink-2">Nothing. New keys, groups, policies and connections come here until administrators have signed them.</p>
            )}
          </Card>
        </div>
      </div>
    </>
  );
}
