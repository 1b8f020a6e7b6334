import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { importKinds } from "@/lib/imports/kinds";
import { importAction } from "@/lib/imports/may-import";
import { requireActor } from "@/lib/next/session";
import { webEnv } from "@/lib/next/web-env";
import { ImportForm } from "./_components/import-form";

export const metadata: Metadata = { title: "Import a file" };

export default async function NewImportPage() {
  const { actor } = await requireActor("import.start");
  return (
    <>
      <PageHeader title="Import a file">
        CSV, JSON or NDJSON, plain or gzip. It goes straight to the collector; secrets become fingerprints on the way and are kept nowhere.
      </PageHeader>
      <ImportForm kinds={importKinds.filter((kind) => may(actor, importAction(kind)))} collector={webEnv().COUNTERSIGN_COLLECTOR_ORIGIN} />
    </>
  );
}
