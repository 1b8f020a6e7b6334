import { LinkButton } from "@/components/ui/link-button";
import { EmptyState } from "@/components/ui/states";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <EmptyState
      page
      title="There is nothing at this address"
      action={
        <>
          <LinkButton href="/inventory">Inventory</LinkButton>
          <LinkButton href="/">Overview</LinkButton>
        </>
      }
    >
      What the link led to may have been removed, or the address was copied incompletely. Search for it at the top of the page (⌘K).
    </EmptyState>
  );
}
