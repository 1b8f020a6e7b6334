import { SidePanel } from "@/components/ui/side-panel";
import { exposedByDeparture } from "@/lib/exposure/exposed-by-departure";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";
import { personPage } from "@/lib/people/person-page";
import { PersonDetails } from "../../[id]/_components/person-details";

/** A person beside the list. */
export default async function PersonPanel({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireActor("people.read");
  const { id } = await params;
  const [page, seen] = await found(Promise.all([personPage(ctx, id), exposedByDeparture(ctx, { person: id })]));
  return (
    <SidePanel title={page.person.displayName} href={`/people/${id}`}>
      <PersonDetails page={page} seen={seen} actor={ctx.actor} narrow />
    </SidePanel>
  );
}
