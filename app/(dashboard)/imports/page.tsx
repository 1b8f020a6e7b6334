import type { Metadata } from "next";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/authorization/authorize";
import { listImports } from "@/lib/imports/queries";
import { requireActor } from "@/lib/next/session";
import { QueryProvider } from "../_components/query-provider";
import { ImportList } from "./_components/import-list";
import { asJson } from "./_components/views";

export const metadata: Metadata = { title: "Imports" };

export default async function ImportsPage() {
  const ctx = await requireActor("import.read");
  const mayImport = may(ctx.actor, "import.start");
  return (
    <>
      <PageHeader
        title="Imports"
        actions={
          mayImport && (
            <LinkButton href="/imports/new" variant="primary">
              Import a file
            </LinkButton>
          )
        }
      >
        Listings brought in as data. They inform; nothing can be revoked by them.
      </PageHeader>
      <QueryProvider>
        <ImportList initial={asJson(await listImports(ctx))} mayImport={mayImport} />
      </QueryProvider>
    </>
  );
}
