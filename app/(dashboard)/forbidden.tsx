import { LinkButton } from "@/components/ui/link-button";
import { EmptyState } from "@/components/ui/states";

export const metadata = { title: "Not for your roles" };

export default function Forbidden() {
  return (
    <EmptyState page title="Your roles don't open this page" action={<LinkButton href="/">Go to Overview</LinkButton>}>
      An administrator can grant a role that does, on the People page. That you tried stands in the audit log.
    </EmptyState>
  );
}
