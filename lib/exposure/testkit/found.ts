import { randomUUID } from "node:crypto";
import type { Db, Prisma } from "../../core/db";

/** Writes what a scan keeps, as the owner role, for tests that begin where the collector has already been. */
export function found(db: Db, now: () => Date) {
  return {
    async source(fields: Partial<Prisma.ScanSourceUncheckedCreateInput> = {}) {
      const id = fields.id ?? randomUUID();
      return db.scanSource.create({
        data: {
          id,
          form: "git",
          name: `/srv/${id.slice(-4)}`,
          location: "/srv",
          channel: "code",
          heads: [],
          createdBy: "operator:test",
          createdAt: now(),
          ...fields,
        },
      });
    },
    async run(sourceId: string, fields: Partial<Prisma.ScanRunUncheckedCreateInput> = {}) {
      return db.scanRun.create({
        data: { id: randomUUID(), sourceId, trigger: "command", status: "succeeded", queuedAt: now(), startedAt: now(), finishedAt: now(), ...fields },
      });
    },
    /** an exposure with the places given, each at least a source */
    async exposure(
      fields: Partial<Prisma.ExposureUncheckedCreateInput>,
      places: readonly (Partial<Prisma.OccurrenceUncheckedCreateInput> & { sourceId: string })[],
    ) {
      const id = fields.id ?? randomUUID();
      return db.exposure.create({
        data: {
          id,
          kind: "github_pat",
          hint: "ghp_…9f2c",
          confidence: "checked",
          severity: "high",
          status: "open",
          detectedAt: now(),
          lastSeenAt: now(),
          ...fields,
          occurrences: {
            create: places.map((place, n) => ({
              id: randomUUID(),
              channel: "code" as const,
              path: `src/${n}.ts`,
              reference: "",
              line: 1,
              context: 'const token = "•••";',
              place: `${id} ${n}`,
              detectedAt: now(),
              lastSeenAt: now(),
              ...place,
            })),
          },
        },
      });
    },
  };
}
