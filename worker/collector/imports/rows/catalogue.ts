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
    // Backstage writes user:default/ada and group:default/platform, CODEOWNERS @ada and @org/platform
    const owners = (list(cell("owner"), "owner", { most: 100 }) ?? []).map((one) => one.replace(/^(user|group):/, "").replace(/^@/, ""));
    const first = owners[0] ?? null;
    const kind = text(cell("kind"), "kind", 100)
      ?.toLowerCase()
      .replaceAll(/[\s-]+/g, "_");
    return {
      key: text(cell("id"), "id", 300) ?? name,
      name,
      kind: workloadKinds.find((known) => known === kind) ?? "service",
      environment: null,
      description: text(cell("description"), "description", 2_000),
      owner: first === null ? null : (first.split("/").at(-1) ?? null),
      backup: owners[1]?.split("/").at(-1) ?? null,
      team: first === null ? null : (first.split("/").at(-1) ?? null),
      spiffeId: null,
      oidcIssuer: null,
      oidcSubject: null,
    };
  },
  write: (tx, ctx, run, rows) => writeWorkloads(tx, ctx, run, rows, { strict: false }),
};
