import type { Metadata } from "next";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { requireActor } from "@/lib/next/session";
import { webEnv } from "@/lib/next/web-env";
import { SendForm } from "./_components/send-form";

export const metadata: Metadata = { title: "Scan" };

const here = "/exposure/scans/new";

export default async function NewScanPage({ searchParams }: { searchParams: Promise<{ what?: string | string[] }> }) {
  await requireActor("scan.start");
  const what = (await searchParams).what === "file" ? "file" : "text";
  return (
    <>
      <BreadcrumbLeaf>Scan</BreadcrumbLeaf>
      <PageHeader title="Scan text or a file">
        It goes straight to the collector. Of what it finds the place, the kind and a fingerprint are kept, never the secret and never the text.
      </PageHeader>
      <div className="mt-3">
        <Tabs
          label="What to scan"
          current={what === "file" ? `${here}?what=file` : here}
          tabs={[
            { label: "Text", href: here },
            { label: "File", href: `${here}?what=file` },
          ]}
        />
      </div>
      <SendForm key={what} what={what} collector={webEnv().COUNTERSIGN_COLLECTOR_ORIGIN} />
    </>
  );
}
