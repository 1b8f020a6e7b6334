import type { Metadata } from "next";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { exposedByDeparture } from "@/lib/exposure/exposed-by-departure";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { personPage } from "@/lib/people/person-page";
import { PersonDetails } from "./_components/person-details";

export const metadata: Metadata = { title: "Person" };

export default async function PersonPageRoute({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireActor("people.read");
  const { id } = await params;
  const [page, seen] = await found(Promise.all([personPage(ctx, id), exposedByDeparture(ctx, { person: id })]));
  return (
    <>
      <BreadcrumbLeaf>{page.person.displayName}</BreadcrumbLeaf>
      <PersonDetails page={page} seen={seen} actor={ctx.actor} />
    </>
  );
}
