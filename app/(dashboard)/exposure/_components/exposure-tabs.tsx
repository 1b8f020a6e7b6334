import { Tabs } from "@/components/ui/tabs";
import { type Grouping, groupings } from "@/lib/exposure/facet-names";

const tabTitles: Record<Grouping, string> = { channel: "By channel", team: "By team", visible: "By age" };
export const headStartHref = "/exposure?by=headstart";
export const groupHref = (by: Grouping) => `/exposure?by=${by}`;

/** The forms of the list, and what stands beside it. Those are pages beside single exposures, so their links load them whole. */
export function ExposureTabs({ current }: { current: string }) {
  return (
    <div className="flex flex-wrap items-end gap-x-6 border-b border-line *:border-b-0">
      <Tabs
        label="Exposed secrets"
        current={current}
        tabs={[
          { label: "By secret", href: "/exposure" },
          ...groupings.map((by) => ({ label: tabTitles[by], href: groupHref(by) })),
          { label: "Head start", href: headStartHref },
        ]}
      />
      <nav aria-label="Beside the list" className="ml-auto flex gap-4 py-2 text-[13px] max-md:ml-0">
        <a href="/exposure/suppressions" className="text-ink-2 hover:text-ink hover:underline">
          False positives
        </a>
        <a href="/exposure/settings" className="text-ink-2 hover:text-ink hover:underline">
          Rules and due days
        </a>
      </nav>
    </div>
  );
}
