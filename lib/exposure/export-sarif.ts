import type { Context } from "../core/context";
import { kinds } from "../detection/secrets/catalog";
import { markTitles } from "../domain/words";
import type { ExposureRow } from "./exposure-row";
import type { Place } from "./list-places";
import { type SarifFound, SarifRun, streamSarif } from "./report/sarif";

/** Of one exposure so many places are told. */
const mostPlaces = 1000;
/** What a new one needs where nobody said how one is made. */
const unsaid = "Make a new one where it is used, and end this one.";

type Stored = Pick<Place, "channel" | "path" | "line" | "reference" | "author" | "at" | "url" | "context" | "gone"> & { exposure: string };

/** Exposures as they are kept in SARIF 2.1.0: a result for each place at which they stand, or stood. What is over is there, as of no consequence. */
export async function* exposuresSarif(ctx: Context, parts: AsyncIterable<ExposureRow[]>): AsyncGenerator<string> {
  const own = await ctx.db.detectionRule.findMany({ select: { kind: true, rotate: true } });
  const rotate = new Map(own.map((rule) => [rule.kind, rule.rotate]));
  const run = new SarifRun();
  async function* results(): AsyncGenerator<object[]> {
    for await (const rows of parts) {
      const places = new Map<string, Stored[]>(rows.map(({ id }) => [id, []]));
      for (const place of await placesOf(ctx, rows)) places.get(place.exposure)?.push(place);
      yield rows.flatMap((row) => {
        const rule = { kind: row.kind, title: row.title, family: row.family, rotate: kinds.get(row.kind)?.rotate ?? rotate.get(row.kind) ?? unsaid };
        return (places.get(row.id) ?? []).map((place) => run.result(rule, foundOf(row, place)));
      });
    }
  }
  yield* streamSarif(run, results());
}

const placesOf = (ctx: Context, rows: readonly ExposureRow[]): Promise<Stored[]> =>
  ctx.db.$queryRaw<Stored[]>`
    select o.exposure_id as exposure, o.channel::text as channel, o.path, o.line, nullif(o.reference, '') as reference, o.author, o.url, o.context,
      to_char(o.visible_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, to_char(o.gone_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as gone
    from unnest(${rows.map(({ id }) => id)}::uuid[]) as u(id) cross join lateral (
      select * from occurrence where exposure_id = u.id order by visible_at nulls last, id limit ${mostPlaces}) o`;

const levels = { critical: "error", high: "error", medium: "warning", low: "note", info: "note" } as const;

/** Why nothing is to be done about it, in words. */
function harmlessOf({ mark, status, validity }: ExposureRow): string | null {
  if (mark !== null) return `known not to be live: ${(markTitles[mark] ?? mark).toLowerCase()}`;
  if (status === "closed_proven") return "its token is proven dead";
  return validity === "invalid" ? "it was tried and refused" : null;
}

function foundOf(row: ExposureRow, { channel, path, line, reference, author, at, url, context, gone }: Stored): SarifFound {
  const { id, kind, title, hint, severity, status, validity, untold, token, suppression, note } = row;
  const harmless = harmlessOf(row);
  const said = suppression ?? (status === "closed_false_positive" ? { status: "active" as const } : null);
  return {
    kind,
    level: levels[severity],
    harmless,
    message: `${title} ${hint} ${gone === null ? "stands" : "stood"} here${harmless === null ? "" : `, ${harmless}`}.`,
    path,
    line,
    // never a fingerprint of the secret: whose key that is does not leave
    fingerprints: { "exposure/v1": id },
    ...(said
      ? {
          suppressions: [{ kind: "external", status: said.status === "active" ? "accepted" : "underReview", justification: note ?? "called a false positive" }],
        }
      : {}),
    properties: {
      ...{ hint, validity, validityUnknownBecause: untold?.text ?? null, severity, status, channel, context, author, at, gone, commit: reference, url },
      token: token?.name ?? null,
    },
  };
}
