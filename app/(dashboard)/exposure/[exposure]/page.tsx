import type { Metadata } from "next";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { RelativeTime } from "@/components/ui/relative-time";
import { plural } from "@/lib/core/format";
import { exposurePage } from "@/lib/exposure/exposure-page";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { webEnv } from "@/lib/next/web-env";
import { QueryProvider } from "../../_components/query-provider";
import { ExposureActions } from "../_components/exposure-actions";
import { ExposureDetails } from "../_components/exposure-details";
import { ExposureMark } from "../_components/exposure-words";

export const metadata: Metadata = { title: "Exposure" };

export default async function ExposureFullPage({ params }: { params: Promise<{ exposure: string }> }) {
  const ctx = await requireActor("inventory.read");
  const page = await found(exposurePage(ctx, (await params).exposure));
  const { row } = page;
  const origin = webEnv().COUNTERSIGN_ORIGIN;
  return (
    <QueryProvider>
      <BreadcrumbLeaf>{row.title}</BreadcrumbLeaf>
      <PageHeader
        title={
          <>
            {row.title} <span className="mono text-[0.85em] font-normal text-ink-2">{row.hint}</span>
          </>
        }
        mark={<ExposureMark row={row} />}
        actions={<ExposureActions page={page} origin={origin} />}
      >
        It stands in {plural(row.places, "place")},{" "}
        {row.firstVisible ? (
          <>
            and has been visible for <RelativeTime at={row.firstVisible} bare /> as far as its sources say.
          </>
        ) : (
          "and no source says since when."
        )}
      </PageHeader>
      <div className="mt-4">
        <ExposureDetails page={page} origin={origin} />
      </div>
    </QueryProvider>
  );
}
