import type { Metadata } from "next";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { may } from "@/lib/authorization/authorize";
import { importAction } from "@/lib/imports/may-import";
import { importOf, rejectsOf } from "@/lib/imports/queries";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { webEnv } from "@/lib/next/web-env";
import { QueryProvider } from "../../_components/query-provider";
import { asJson } from "../_components/views";
import { LiveImport } from "./_components/live-import";

export const metadata: Metadata = { title: "Import" };

export default async function ImportPage({ params }: { params: Promise<{ import: string }> }) {
  const ctx = await requireActor("import.read");
  const { import: id } = await params;
  const view = await found(importOf(ctx, id));
  const rejects = view.rejected > 0 ? await rejectsOf(ctx, view.id) : [];
  return (
    <QueryProvider>
      <BreadcrumbLeaf>{view.source}</BreadcrumbLeaf>
      <LiveImport initial={asJson({ view, rejects })} mayImport={may(ctx.actor, importAction(view.kind))} collector={webEnv().COUNTERSIGN_COLLECTOR_ORIGIN} />
    </QueryProvider>
  );
}
