import type { Metadata } from "next";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { plural } from "@/lib/core/format";
import { dueRules } from "@/lib/exposure/duties/due-rules";
import { listDetectors, listRules } from "@/lib/exposure/rules/list-rules";
import { requireActor } from "@/lib/next/session";
import { DetectorSwitches } from "./_components/detector-switches";
import { DueRules } from "./_components/due-rules";
import { OwnRules } from "./_components/own-rules";

export const metadata: Metadata = { title: "Rules and due days" };

export default async function ExposureSettingsPage() {
  const ctx = await requireActor("inventory.read");
  const [rules, detectors, due] = await Promise.all([listRules(ctx), listDetectors(ctx), dueRules(ctx)]);
  const off = detectors.filter((each) => each.off).length;
  return (
    <>
      <BreadcrumbLeaf>Rules and due days</BreadcrumbLeaf>
      <PageHeader title="What is looked for, and by when it is seen to">
        {plural(detectors.length - off, "kind")} of secrets and {plural(rules.filter(({ enabled }) => enabled).length, "rule")} of your own are looked for by
        the next scan. What was found stays.
      </PageHeader>
      <div className="mt-4 flex flex-col gap-3.5">
        <OwnRules rules={rules} manages={may(ctx.actor, "detection.manage")} />
        <DueRules rules={due} sets={may(ctx.actor, "finding.triage")} />
        <DetectorSwitches detectors={detectors} manages={may(ctx.actor, "detection.manage")} />
      </div>
    </>
  );
}
