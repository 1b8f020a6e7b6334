import { SidePanel } from "@/components/ui/side-panel";
import { exposurePage } from "@/lib/exposure/exposure-page";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { webEnv } from "@/lib/next/web-env";
import { QueryProvider } from "../../../_components/query-provider";
import { ExposureDetails } from "../../_components/exposure-details";

/** An exposure beside the list. */
export default async function Panel({ params }: { params: Promise<{ exposure: string }> }) {
  const ctx = await requireActor("inventory.read");
  const { exposure: id } = await params;
  const page = await found(exposurePage(ctx, id));
  return (
    <SidePanel title={`${page.row.title} ${page.row.hint}`} href={`/exposure/${id}`}>
      <QueryProvider>
        <ExposureDetails page={page} origin={webEnv().COUNTERSIGN_ORIGIN} narrow />
      </QueryProvider>
    </SidePanel>
  );
}
