import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { requestPage } from "@/lib/requests/request-page";
import { QueryProvider } from "../../_components/query-provider";
import { LiveRequest } from "./_components/live-request";

interface Props {
  params: Promise<{ number: string }>;
}

/** Addresses say 12 or R-12. */
function numberOf(text: string): number {
  const number = /^(?:R-)?([1-9][0-9]{0,8})$/i.exec(decodeURIComponent(text))?.[1];
  return number ? Number(number) : notFound();
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `R-${numberOf((await params).number)}` };
}

export default async function RequestDetailPage({ params }: Props) {
  const ctx = await requireActor("request.read");
  const request = await found(requestPage(ctx, numberOf((await params).number)));
  return (
    <QueryProvider>
      <BreadcrumbLeaf>{`R-${request.number}`}</BreadcrumbLeaf>
      <LiveRequest initial={request} />
    </QueryProvider>
  );
}
