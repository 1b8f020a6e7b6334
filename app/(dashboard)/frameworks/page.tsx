import type { Metadata } from "next";
import { frameworks } from "@/lib/frameworks/frameworks";
import { frameworkReport } from "@/lib/frameworks/report";
import { requireActor } from "@/lib/next/session";
import { Report } from "./_components/report";

export const metadata: Metadata = { title: "Frameworks" };

export default async function FrameworksPage() {
  const ctx = await requireActor("overview.read");
  return <Report report={await frameworkReport(ctx, { framework: frameworks[0]?.id })} current="/frameworks" />;
}
