import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { FrameworkInput, frameworkReport } from "@/lib/frameworks/report";
import { requireActor } from "@/lib/next/session";
import { Report } from "../_components/report";

export const metadata: Metadata = { title: "Framework" };

export default async function FrameworkPage({ params }: { params: Promise<{ framework: string }> }) {
  const ctx = await requireActor("overview.read");
  const input = FrameworkInput.safeParse(await params);
  if (!input.success) notFound();
  const report = await frameworkReport(ctx, input.data);
  return (
    <>
      <BreadcrumbLeaf>{report.framework.title}</BreadcrumbLeaf>
      <Report report={report} current={`/frameworks/${report.framework.id}`} />
    </>
  );
}
