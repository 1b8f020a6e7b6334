import { clsx } from "clsx";
import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import { Unknown } from "@/components/ui/unknown";
import { plural } from "@/lib/core/format";
import type { ConnectionCoverage } from "@/lib/coverage/coverage";
import { tokenClassTitles } from "@/lib/domain/words";

/** In a narrow window a row is a card of the fields that matter; what can't be listed stands in a list of its own below. */
const asCard =
  "max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] max-sm:gap-x-3 max-sm:gap-y-0.5 max-sm:border-b max-sm:border-line max-sm:px-3 max-sm:py-2.5 max-sm:last:border-b-0";
const inCard = "max-sm:h-auto max-sm:min-w-0 max-sm:border-b-0 max-sm:p-0 max-sm:break-words";

const states: Record<ConnectionCoverage["state"], string> = {
  fresh: "fresh",
  stale: "stale",
  failing: "failing",
  never: "never read",
  imported: "imported once, as data",
  own: "read from this database",
};

/** Per connection: how fresh, what it lists and can't, and what was left out. */
export function ConnectionTable({ connections }: { connections: ConnectionCoverage[] }) {
  if (connections.length === 0)
    return (
      <p className="mt-4 text-[13px] text-ink-2">
        Nothing is connected, so nothing is seen.{" "}
        <Link href="/connections" className="underline">
          Connect a system
        </Link>
        .
      </p>
    );
  return (
    <div className="mt-4">
      <Table label="Connections" className="max-sm:block max-sm:[&>tbody]:block">
        <thead className="max-sm:sr-only">
          <tr>
            <Th>Connection</Th>
            <Th>Last good sync</Th>
            <Th>Lists</Th>
            <Th>Can’t list</Th>
            <Th numeric>Rows rejected</Th>
          </tr>
        </thead>
        <tbody>
          {connections.map((one) => (
            <tr key={one.id} className={clsx("align-top", asCard)}>
              <Td className={clsx("py-2", inCard)}>
                <Link href={`/connections/${one.id}`} className="font-[520] underline">
                  {one.name}
                </Link>
                {!one.signed && <span className="ml-2 text-[12px] text-high">unsigned</span>}
              </Td>
              <Td className={clsx("py-2 whitespace-nowrap max-sm:text-right", inCard)}>
                {one.state === "imported" || one.state === "own" ? (
                  <span className="text-ink-2">{states[one.state]}</span>
                ) : one.lastGoodSync ? (
                  <>
                    <RelativeTime at={one.lastGoodSync.toISOString()} />
                    {one.state !== "fresh" && <span className="ml-2 text-high">{states[one.state]}</span>}
                  </>
                ) : (
                  <Unknown>{states[one.state]}</Unknown>
                )}
              </Td>
              <Td className={clsx("min-w-[18ch] py-2 max-sm:col-span-2 max-sm:text-ink-2", inCard)}>
                <Listed one={one} />
              </Td>
              <Td className="min-w-[18ch] py-2 text-ink-2 max-sm:hidden">
                {one.classes
                  .filter(({ listed }) => listed !== true)
                  .map(({ class: of }) => tokenClassTitles[of])
                  .join(", ") || "–"}
              </Td>
              <Td numeric className={clsx("py-2 max-sm:col-span-2 max-sm:text-left", inCard, lacksNothing(one) && "max-sm:hidden")}>
                <Rejected one={one} />
              </Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

const lacksNothing = ({ rejected, importRejected }: ConnectionCoverage) => rejected.count === 0 && importRejected === null;

function Listed({ one }: { one: ConnectionCoverage }) {
  const listed = one.classes.filter(({ listed: is }) => is === true).map(({ class: of }) => tokenClassTitles[of]);
  if (one.directory) listed.push("People");
  if (listed.length > 0) return <>{listed.join(", ")}</>;
  if (one.state === "imported" || one.state === "own") return <>what its listing holds</>;
  return <Unknown title="Known after its first check" />;
}

function Rejected({ one }: { one: ConnectionCoverage }) {
  const parts = [
    one.rejected.count > 0 && { href: `/connections/${one.id}`, text: `${plural(one.rejected.count, "row")} in the last sync` },
    one.importRejected && { href: `/imports/${one.importRejected.run}`, text: `${plural(one.importRejected.count, "row")} in the last import` },
  ].filter((part) => part !== false && part !== null);
  if (parts.length === 0) return one.state === "never" ? <Unknown /> : <>0</>;
  return parts.map(({ href, text }) => (
    <Link key={href} href={href} className="block text-high underline">
      {text}
    </Link>
  ));
}
