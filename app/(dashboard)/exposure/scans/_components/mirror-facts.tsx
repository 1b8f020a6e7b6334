import Link from "next/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatBytes } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import type { Mirror, ScanSource } from "@/lib/exposure/scans";

/** Of a repository that is fetched: which system lists it, as whom it is fetched, and when that last came to its end. */
export function MirrorFacts({ source: { mirror, parent } }: { source: Pick<ScanSource, "mirror" | "parent"> }) {
  return (
    <>
      {parent && (
        <>
          {" · "}listed by <SourceLink source={parent} />
        </>
      )}
      {mirror && (
        <>
          {" · "}
          <FetchedAs mirror={mirror} />
          {" · "}
          {mirror.fetched ? (
            <>
              last fetched <RelativeTime at={mirror.fetched} />
              {mirror.bytes !== null && `, ${formatBytes(mirror.bytes)} on the collector’s disk`}
            </>
          ) : (
            "never fetched to its end so far"
          )}
        </>
      )}
    </>
  );
}

function SourceLink({ source: { id, name } }: { source: { id: string; name: string } }) {
  return (
    <Link href={`/exposure/scans/${id}`} className="underline">
      <bdi>{visible(name, { lines: true })}</bdi>
    </Link>
  );
}

function FetchedAs({ mirror: { access, connection, givenAt, givenBy } }: { mirror: Mirror }) {
  const since = (
    <>
      <RelativeTime at={givenAt} /> by {givenBy}
    </>
  );
  switch (access) {
    case "none":
      return <>fetched without a credential, set up {since}</>;
    case "sealed":
      return <>fetched with a credential given {since}</>;
    case "system":
      return <>fetched with the credential of that system</>;
    case "connection":
      return (
        <>
          fetched with the credential of{" "}
          {connection ? (
            <Link href={`/connections/${connection.id}`} className="underline">
              <bdi>{visible(connection.name, { lines: true })}</bdi>
            </Link>
          ) : (
            "a connection"
          )}
          , set up {since}
        </>
      );
    default:
      return access satisfies never;
  }
}
