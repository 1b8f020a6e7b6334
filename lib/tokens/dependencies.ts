import type { Queryable } from "../core/db";
import type { Basis, WorkloadKind } from "../domain/workloads";
import { actorNames } from "../people/actor-names";

/** How an edge is known: by what, said by whom (a person or the machine), when. */
export interface Edge {
  basis: Basis;
  by: string;
  person: boolean;
  at: string;
}
export interface DependentWorkload {
  id: string;
  name: string;
  kind: WorkloadKind;
  environment: string | null;
  edge: Edge;
  destinations: { id: string; name: string; edge: Edge; token: { id: string; name: string; workloads: number } | null }[];
}
export interface Dependencies {
  workloads: DependentWorkload[];
  /** workloads that find this token at a destination of theirs */
  reachedFrom: { workload: { id: string; name: string }; destination: string; edge: Edge }[];
  /** workloads beyond those shown */
  more: number;
}

const mostWorkloads = 40;
const mostDestinations = 200;

interface Link {
  basis: Basis;
  setBy: string;
  setAt: Date;
}

/**
 * What depends on a token, from declared and observed facts: the workloads that use it (or a sighting of it), what those reach, and the further
 * tokens found there with how many workloads use each. It ends there: each further token has such a picture of its own.
 */
export async function dependenciesOf(db: Queryable, tokenIds: readonly string[]): Promise<Dependencies> {
  const of = { tokenId: { in: [...tokenIds] }, workload: { mergedInto: null } };
  const [links, all, reached] = await Promise.all([
    db.tokenWorkload.findMany({
      where: of,
      include: { workload: { select: { id: true, name: true, kind: true, environment: true } } },
      orderBy: [{ workload: { name: "asc" } }, { workloadId: "asc" }],
      take: mostWorkloads,
    }),
    db.tokenWorkload.count({ where: of }),
    db.workloadDestination.findMany({
      where: { tokenId: { in: [...tokenIds] } },
      include: { workload: { select: { id: true, name: true } } },
      orderBy: { id: "asc" },
      take: mostWorkloads,
    }),
  ]);
  const byWorkload = new Map(links.map((link) => [link.workloadId, link]));
  const destinations = await db.workloadDestination.findMany({
    where: { workloadId: { in: [...byWorkload.keys()] } },
    include: { token: { select: { id: true, name: true, _count: { select: { workloads: true } } } } },
    orderBy: [{ destination: "asc" }, { id: "asc" }],
    take: mostDestinations,
  });
  const names = await actorNames(
    db,
    [...links, ...destinations, ...reached].map(({ setBy }) => setBy),
  );
  const edge = ({ basis, setBy, setAt }: Link): Edge => ({
    basis,
    by: names.get(setBy) ?? setBy,
    person: setBy.startsWith("person:"),
    at: setAt.toISOString(),
  });
  const workloads = [...byWorkload.values()].map((link) => ({
    ...link.workload,
    edge: edge(link),
    destinations: destinations
      .filter(({ workloadId }) => workloadId === link.workloadId)
      .map(({ id, destination, token, ...known }) => ({
        id,
        name: destination,
        edge: edge(known),
        token: token && { id: token.id, name: token.name, workloads: token._count.workloads },
      })),
  }));
  return {
    workloads,
    reachedFrom: reached.map((each) => ({ workload: each.workload, destination: each.destination, edge: edge(each) })),
    more: Math.max(0, all - links.length),
  };
}
