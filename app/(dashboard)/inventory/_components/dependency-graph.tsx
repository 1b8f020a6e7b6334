import { clsx } from "clsx";
import Link from "next/link";
import { Table, Td, Th } from "@/components/ui/table";
import { Unknown } from "@/components/ui/unknown";
import { plural } from "@/lib/core/format";
import { workloadKindTitles } from "@/lib/domain/words";
import type { Basis } from "@/lib/domain/workloads";
import type { Dependencies, DependentWorkload, Edge } from "@/lib/tokens/dependencies";
import { KnownBy } from "../../_components/known-by";

/** The lines of the graph: what people say is drawn through, what was observed in the machine's hue, what a file says dashed, a guess dotted. */
const lines: Record<Basis, string> = {
  declared: "before:border-people before:border-solid",
  observed: "before:border-machine before:border-solid",
  imported: "before:border-edge before:border-dashed",
  suggested: "before:border-edge before:border-dotted",
};

/**
 * What depends on a token: token → workload → destination → further token, as nested lists that stand side by side where there is room and
 * below each other where there is not. The same as a table under it.
 */
export function DependencyGraph({ name, dependencies }: { name: string; dependencies: Dependencies }) {
  const { workloads, reachedFrom, more } = dependencies;
  if (workloads.length === 0 && reachedFrom.length === 0)
    return (
      <p className="text-[13px] text-ink-2">
        <Unknown>what uses it is unknown</Unknown> No workload is linked to it, and no source has seen one use it. Whoever revokes it can’t know what breaks.
      </p>
    );
  return (
    <div className="@container flex flex-col gap-3">
      {reachedFrom.length > 0 && (
        <p className="text-[13px] text-ink-2">
          Found by{" "}
          {reachedFrom.map(({ workload, destination, edge }, place) => (
            <span key={`${workload.id}${destination}`}>
              {place > 0 && "; "}
              <Link href={`/workloads/${workload.id}`} className="text-ink underline">
                {workload.name}
              </Link>{" "}
              at {destination} <Words edge={edge} />
            </span>
          ))}
          .
        </p>
      )}
      {workloads.length > 0 && (
        <div className="flex flex-col @3xl:flex-row">
          <Node className="border-edge">
            <b className="font-[560] break-words">{name}</b>
            <span className="text-[12px] text-ink-3">this token</span>
          </Node>
          <ul className="ml-3 @3xl:ml-0 @3xl:flex-1 @3xl:border-l-0">
            {workloads.map((workload) => (
              <Branch key={workload.id} basis={workload.edge.basis}>
                <WorkloadBranch workload={workload} />
              </Branch>
            ))}
          </ul>
        </div>
      )}
      {more > 0 && <p className="text-[12.5px] text-ink-3">{plural(more, "further workload")} not drawn.</p>}
      <details className="text-[13px]">
        <summary className="w-fit cursor-pointer text-ink-2">As a table</summary>
        <div className="mt-2">
          <EdgeTable name={name} dependencies={dependencies} />
        </div>
      </details>
    </div>
  );
}

/** A child with its line from the left: down along its siblings, then across. */
function Branch({ basis, children }: { basis: Basis; children: React.ReactNode }) {
  return (
    <li
      className={clsx(
        "relative flex flex-col pt-2 pl-6 @3xl:flex-row @3xl:pl-8 @3xl:first:pt-0",
        "before:absolute before:top-[27px] before:left-0 before:w-6 before:border-t-2 @3xl:before:w-8 @3xl:first:before:top-[19px]",
        "after:absolute after:top-0 after:bottom-0 after:left-0 after:border-l-2 after:border-line-2 last:after:h-[28px] @3xl:first:after:top-[19px] @3xl:only:after:hidden",
        lines[basis],
      )}
    >
      {children}
    </li>
  );
}

function WorkloadBranch({ workload }: { workload: DependentWorkload }) {
  return (
    <>
      <Node>
        <Link href={`/workloads/${workload.id}`} className="font-[560] break-words hover:underline">
          {workload.name}
        </Link>
        <span className="text-[12px] text-ink-2">
          {workloadKindTitles[workload.kind]}
          {workload.environment ? `, ${workload.environment}` : ""}
        </span>
        <Words edge={workload.edge} />
      </Node>
      {workload.destinations.length > 0 && (
        <ul className="ml-3 @3xl:ml-0 @3xl:flex-1">
          {workload.destinations.map(({ id, name, edge, token }) => (
            <Branch key={id} basis={edge.basis}>
              <Node>
                <span className="mono break-all">{name}</span>
                <Words edge={edge} />
                {token && (
                  <span className="text-[12.5px]">
                    finds there{" "}
                    <Link href={`/inventory/${token.id}`} className="font-[520] break-words underline">
                      {token.name}
                    </Link>
                    <span className="text-ink-3">, used by {plural(token.workloads, "workload")}</span>
                  </span>
                )}
              </Node>
            </Branch>
          ))}
        </ul>
      )}
    </>
  );
}

function Node({ children, className }: { children: React.ReactNode; className?: string }) {
  return (
    <div
      className={clsx(
        "flex w-fit max-w-full min-w-[140px] flex-none flex-col self-start rounded-md border bg-paper px-2.5 py-1.5 text-[13px] @3xl:max-w-[230px]",
        className ?? "border-line-2",
      )}
    >
      {children}
    </div>
  );
}

const Words = ({ edge }: { edge: Edge }) => (
  <span className="text-[12px]">
    <KnownBy {...edge} />
  </span>
);

function EdgeTable({ name, dependencies: { workloads, reachedFrom } }: { name: string; dependencies: Dependencies }) {
  const rows = [
    ...reachedFrom.map((each) => ({ from: `${each.workload.name}, at ${each.destination}`, to: name, edge: each.edge })),
    ...workloads.flatMap((workload) => [
      { from: name, to: workload.name, edge: workload.edge },
      ...workload.destinations.map((each) => ({
        from: workload.name,
        to: each.token ? `${each.name}, where it finds ${each.token.name}` : each.name,
        edge: each.edge,
      })),
    ]),
  ];
  return (
    <Table label="What depends on it">
      <thead>
        <tr>
          <Th>From</Th>
          <Th>To</Th>
          <Th>How it is known</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ from, to, edge }) => (
          <tr key={`${from}→${to}→${edge.at}`}>
            <Td>{from}</Td>
            <Td>{to}</Td>
            <Td>
              <KnownBy {...edge} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
