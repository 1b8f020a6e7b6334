import type { Metadata } from "next";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { EmptyState } from "@/components/ui/states";
import { Table, Td, Th } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { listSuppressions, type SuppressionList } from "@/lib/exposure/suppressions/list-suppressions";
import { type SuppressionView, suppressionViews } from "@/lib/exposure/suppressions/names";
import { requireActor } from "@/lib/next/session";
import type { SearchParams } from "../../_components/list-address";
import { SuppressionDecision } from "../_components/suppression-decision";
import { Hid, Holds, SaidBy } from "../_components/suppression-words";

export const metadata: Metadata = { title: "False positives" };

const titles: Record<SuppressionView, string> = { living: "In force", waiting: "Waiting for a second person", unused: "Unused", ended: "Ended" };
const empty: Record<SuppressionView, string> = {
  living: "Nothing is suppressed",
  waiting: "Nothing waits for a second person",
  unused: "Each of them has hidden something since it began",
  ended: "None has ended",
};

const href = (view: SuppressionView) => `/exposure/suppressions${view === "living" ? "" : `?view=${view}`}`;

export default async function SuppressionsPage({ searchParams }: { searchParams: SearchParams }) {
  const ctx = await requireActor("inventory.read");
  const { view: asked, cursor } = await searchParams;
  const view = suppressionViews.find((each) => each === asked) ?? "living";
  const list = await listSuppressions(ctx, { view, cursor: [cursor].flat()[0] });
  const { living, waiting, unused } = list.counts;
  return (
    <>
      <BreadcrumbLeaf>False positives</BreadcrumbLeaf>
      <PageHeader title={living === 0 ? "Nothing is suppressed" : `${plural(living, "secret")} ${living === 1 ? "is" : "are"} suppressed`}>
        {unused > 0 && `${plural(unused, "suppression")} hid nothing since ${unused === 1 ? "it" : "they"} began. `}
        {waiting > 0 && `${plural(waiting, "proposal")} ${waiting === 1 ? "waits" : "wait"} for a second person. `}
        Each is bound to the secret itself, wherever it stands, and ends by its day.
      </PageHeader>
      <div className="mt-3">
        <Tabs
          label="Suppressions"
          current={href(view)}
          tabs={suppressionViews.map((name) => ({ label: titles[name], href: href(name), count: list.counts[name] }))}
        />
      </div>
      <div className="mt-3">
        {list.rows.length === 0 ? (
          <EmptyState title={empty[view]}>
            What was taken for a secret and is none is called a false positive on its own page, or in the list with the key f.
          </EmptyState>
        ) : (
          <Suppressions list={list} view={view} />
        )}
      </div>
      {list.next && (
        <div className="mt-2">
          <LinkButton href={`/exposure/suppressions?view=${view}&cursor=${list.next}`}>Further ones</LinkButton>
        </div>
      )}
    </>
  );
}

function Suppressions({ list: { rows, decider }, view }: { list: SuppressionList; view: SuppressionView }) {
  return (
    <Table label={titles[view]}>
      <thead>
        <tr>
          <Th>Secret</Th>
          <Th>Why</Th>
          <Th className="max-md:hidden">Said by</Th>
          <Th>Holds</Th>
          <Th className="max-md:hidden">Hid</Th>
          <Th>
            <span className="sr-only">What you can do</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="align-top">
            <Td className="py-2">
              <a href={`/exposure/${row.exposure.id}`} className="font-[520] underline decoration-line-2 underline-offset-2 hover:decoration-ink-3">
                {visible(row.exposure.title)} <span className="mono font-normal text-ink-3">{row.exposure.hint}</span>
              </a>
            </Td>
            <Td className="max-w-[40ch] py-2 break-words">{visible(row.reason, { lines: true })}</Td>
            <Td className="py-2 text-ink-2 max-md:hidden">
              <SaidBy row={row} />
            </Td>
            <Td className="py-2 text-ink-2">
              <Holds row={row} />
            </Td>
            <Td className="py-2 text-ink-2 max-md:hidden">
              <Hid row={row} />
            </Td>
            <Td className="py-1.5">
              <SuppressionDecision row={row} decider={decider} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
