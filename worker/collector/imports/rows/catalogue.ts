import { list, needed, text } from "../../../../lib/imports/cell-values";
import type { RowKind } from "../take-rows";
import { type WorkloadRow, workloadKinds, writeWorkloads } from "./workloads";

/**
 * A service catalogue's entities as workloads with the source "catalogue:<name>": what owner suggestions look at. An owner that is somebody the
 * directory knows becomes the workload's; a word that names a team, its team; any other word is left out, for a catalogue's owners are often words.
 */
export const catalogueRows: RowKind<WorkloadRow> = {
  read(cell) {
    const name = needed(cell("name"), "name", 300);
    // Backstage writes user:default/ada and group:default/platform, CODEOWNERS @ada and @org/platform; a bare word may be either
    const owners = list(cell("owner"), "owner", { most: 100 }) ?? [];
    const people = owners.filter((one) => !/^(group:|@[^/]+\/)/i.test(one)).map(nameOf);
    const teams = owners.filter((one) => !/^user:|^@[^/]+$|[^@]@/i.test(one)).map(nameOf);
    const kind = text(cell("kind"), "kind", 100)
      ?.toLowerCase()
      .replaceAll(/[\s-]+/g, "_");
    return {
      key: text(cell("id"), "id", 300) ?? name,
      name,
      kind: workloadKinds.find((known) => known === kind) ?? "service",
      environment: null,
      description: text(cell("description"), "description", 2_000),
      owner: people[0] ?? null,
      backup: people[1] ?? null,
      team: teams[0] ?? null,
      spiffeId: null,
      oidcIssuer: null,
      oidcSubject: null,
    };
  },
  write: (tx, ctx, run, rows) =>
    writeWorkloads(
      tx,
      ctx,
      run,
      // what CODEOWNERS says of everything, it says of the repository that the listing is called by
      rows.map(({ row, said }) => ({ row, said: said.name === "*" ? { ...said, name: run.source } : said })),
      { strict: false },
    ),
};

const nameOf = (owner: string): string =>
  owner
    .replace(/^(user|group):/i, "")
    .replace(/^@/, "")
    .split("/")
    .at(-1) ?? owner;
