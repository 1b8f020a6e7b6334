import Link from "next/link";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import { Severity } from "@/components/ui/severity";
import { Unknown } from "@/components/ui/unknown";
import { formatCount, plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { channelTitles } from "@/lib/domain/words";
import type { ExposedByDeparture, ReadablePlace, SeenExposure } from "@/lib/exposure/exposed-by-departure";
import { SilentSources } from "../../../_components/silent-sources";

const basisWords: Record<ReadablePlace["basis"], string> = {
  member: "was a member there",
  workspace: "was in the workspace, and the channel is public",
  committed: "committed to the repository",
  public: "is open to anybody",
};
const shown = 12;
const shownPlaces = 3;

/** What somebody who left could merely see: secrets that may be live, with the evidence; and which sources do not tell. */
export function ExposedByDepartureCard({ seen }: { seen: ExposedByDeparture }) {
  const { exposures, total, told, silent, emails, userNames, leftAt } = seen;
  return (
    <Card title="Exposed by departure" aside={total > 0 ? plural(total, "secret") : undefined}>
      <p className="mb-2 text-[13px] text-ink-2">
        Secrets that may be live, at places that they could read{leftAt ? " before they left" : ""}. What they made or own themselves is residue.
      </p>
      {exposures.length > 0 ? (
        <ul className="divide-y divide-line">
          {exposures.slice(0, shown).map((one) => (
            <SeenRow key={one.exposure.id} {...one} />
          ))}
        </ul>
      ) : (
        <p className="text-[13px]">
          {emails.length + userNames.length === 0 ? (
            <Unknown>Not known: neither an e-mail address nor an account of theirs is known, by which a source could name them.</Unknown>
          ) : told === 0 ? (
            <Unknown>Not known: no source tells who could read it.</Unknown>
          ) : (
            "None, as far as sources tell who could read them."
          )}
        </p>
      )}
      {total > shown && <p className="mt-2 text-[12.5px] text-ink-3">and {formatCount(total - shown)} more</p>}
      {silent.length > 0 && (
        <div className="mt-2 flex flex-col gap-1">
          {(told > 0 || exposures.length > 0) && (
            <p className="text-[12.5px] text-ink-3">
              Not known of {plural(silent.length, "source")} with secrets in {silent.length === 1 ? "it" : "them"}, which {silent.length === 1 ? "does" : "do"}{" "}
              not tell who could read each place:
            </p>
          )}
          <SilentSources sources={silent} />
        </div>
      )}
    </Card>
  );
}

function SeenRow({ exposure, places }: SeenExposure) {
  return (
    <li className="py-2 text-[13px] first:pt-0 last:pb-0">
      <p className="flex flex-wrap items-center gap-2">
        <Severity level={exposure.severity} />
        <Link href={`/exposure/${exposure.id}`} className="font-[520] underline decoration-line-2 underline-offset-2 hover:decoration-ink-3">
          {exposure.token?.name ?? exposure.title}
        </Link>
        <span className="mono text-[12px] text-ink-2">{exposure.hint}</span>
      </p>
      <ul className="mt-0.5 text-[12.5px] text-ink-2">
        {places.slice(0, shownPlaces).map((place) => (
          <li key={`${place.source.id} ${place.path} ${place.visibleAt}`}>
            {channelTitles[place.channel]} <bdi className="break-all">{visible(place.path, { lines: true })}</bdi>: {basisWords[place.basis]};{" "}
            {place.visibleAt ? (
              <>
                visible since <ExactTime at={place.visibleAt} />
              </>
            ) : (
              <Unknown>since when it is visible there</Unknown>
            )}
          </li>
        ))}
        {places.length > shownPlaces && <li>and {plural(places.length - shownPlaces, "more place")}</li>}
      </ul>
    </li>
  );
}
