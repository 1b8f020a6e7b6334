import { pages } from "@/components/shell/pages";
import { Shell } from "@/components/shell/shell";
import { may } from "@/lib/authorization/authorize";
import { roleTitles } from "@/lib/domain/roles";
import { coverage, waitingCounts } from "@/lib/navigation/queries";
import { requireActor } from "@/lib/next/session";
import { isSample } from "@/lib/next/web-env";
import { signOut } from "./actions";

export default async function DashboardLayout({ children }: { children: React.ReactNode }) {
  const ctx = await requireActor();
  const { actor } = ctx;
  const [covered, counts] = await Promise.all([may(actor, "connection.read") ? coverage(ctx) : { total: 0, fresh: 0 }, waitingCounts(ctx)]);
  const visible = pages.filter((page) => may(actor, page.action)).map(({ group, title, href }) => ({ group, title, href, count: counts[href] }));
  const who = { id: actor.id, name: actor.displayName, roles: actor.roles.map((role) => roleTitles[role]), signOut };
  return (
    <Shell pages={visible} coverage={covered} who={who} sample={isSample()}>
      {children}
    </Shell>
  );
}
