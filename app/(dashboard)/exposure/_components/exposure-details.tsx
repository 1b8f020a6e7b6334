import Link from "next/link";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import { type Fact, Facts } from "@/components/ui/facts";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatCount, plural } from "@/lib/core/format";
import { markTitles } from "@/lib/domain/words";
import type { ExposurePage } from "@/lib/exposure/exposure-page";
import { LetInSince } from "../../_components/let-in-since";
import { Owner, StateBadge } from "../../_components/token-words";
import { DependencyGraph } from "../../inventory/_components/dependency-graph";
import { AuditCard } from "../../inventory/_components/token-records";
import { CommentsCard } from "./comments-card";
import { DutiesCard } from "./duties-card";
import { ExposureActions } from "./exposure-actions";
import { ExposureStages } from "./exposure-stages";
import { ExposureMark, ValidityWord } from "./exposure-words";
import { PlaceList } from "./place-list";
import { PossibleTokens } from "./possible-tokens";
import { ReadersCard } from "./readers-card";
import { RotationCard } from "./rotation-card";
import { SecretChain } from "./secret-chain";
import { SuppressionCard } from "./suppression-card";
import { ValidityNote } from "./validity-note";

const confidenceWords: Record<ExposurePage["row"]["confidence"], string> = {
  checked: "Sure: its checksum or structure is right",
  shaped: "Likely: it has its vendor’s form",
  contextual: "Possible: the words around it say so",
};

/** Everything known about an exposure; the secret itself is known to nobody here. */
export function ExposureDetails({ page, origin, narrow = false }: { page: ExposurePage; origin: string; narrow?: boolean }) {
  const { row, rotate, places, stages, suppressions, decider, audit } = page;
  // what holds, or waits for somebody, stands at the top; what has ended is history
  const said = <SuppressionCard rows={suppressions} decider={decider} />;
  return (
    <div className="flex flex-col gap-3.5">
      {narrow && (
        <div className="flex flex-wrap items-center gap-2">
          <ExposureMark row={row} />
          <span className="flex flex-wrap gap-2">
            <ExposureActions page={page} origin={origin} />
          </span>
        </div>
      )}
      {row.suppression && said}
      {page.contradiction && <LetInSince contradiction={page.contradiction} />}
      <Card title="From visible to proven dead">
        <ExposureStages stages={stages} narrow={narrow} />
      </Card>
      <div className={narrow ? "contents" : "grid grid-cols-1 items-start gap-3.5 lg:grid-cols-[1.6fr_1fr]"}>
        <div className="flex min-w-0 flex-col gap-3.5">
          <Card title={`Where it stands: ${plural(row.places, "place")}`}>
            <PlaceList exposure={row.id} first={places} total={row.places} />
          </Card>
          <ReadersCard exposure={row.id} />
          <CommentsCard exposure={row.id} comments={page.comments} mayComment={page.may.triage} />
        </div>
        <div className="flex min-w-0 flex-col gap-3.5">
          <DutiesCard page={page} />
          <Card title="What it is">
            <Facts facts={secretFacts(page)} columns={2} />
          </Card>
          <Card title="Its token">
            <TokenPart page={page} />
            <PossibleTokens possible={page.possible} />
          </Card>
          <RotationCard page={page} />
          <Card title="How to rotate it">
            <p className="text-[13px]">{rotate ?? "Make a new one where it is used, and end this one."}</p>
            <p className="mt-1 text-[12.5px] text-ink-3">Taking it out of the text is not enough: whoever has read it still has it.</p>
          </Card>
          {!row.suppression && said}
          <AuditCard subject={row.id} audit={audit} />
        </div>
      </div>
      {page.opens && (
        <Card title="What it opens">
          <p className="mb-3 text-[13px] text-ink-2">
            Who holds it can do what its token is for. What that leads to, as far as people have said or a source has seen: the workloads that use it, what
            those reach, and the tokens found there. It ends after one step; each further token has such a picture of its own.
          </p>
          <DependencyGraph name={row.token?.name ?? row.title} dependencies={page.opens} />
        </Card>
      )}
      {page.chain && (
        <Card title="What lies behind it">
          <p className="mb-3 max-w-[90ch] text-[13px] text-ink-2">
            The system that its token is of, the exposed secrets that stand at that system’s address, what those open, and so on. That this very token reaches
            those very places nobody has looked; that they are in one system is known.
          </p>
          <SecretChain chain={page.chain} />
        </Card>
      )}
    </div>
  );
}

function secretFacts({ row, checked, silent, retry, triagedBy, closed }: ExposurePage): Fact[] {
  return [
    { term: "Kind", value: row.title, note: row.family },
    { term: "Hint", value: <span className="mono">{row.hint}</span>, note: "All of it that is kept" },
    {
      term: "Still works",
      value: <ValidityWord row={row} />,
      note: <ValidityNote untold={row.untold} checked={checked} silent={silent} retry={retry} />,
    },
    {
      term: "That it is a secret",
      value: confidenceWords[row.confidence],
      note: row.mark ? `Known not to be live: ${markTitles[row.mark] ?? row.mark}` : undefined,
    },
    {
      term: "Detected",
      value: <ExactTime at={row.detected} />,
      note: (
        <>
          last seen <RelativeTime at={row.lastSeen} />
        </>
      ),
    },
    ...(triagedBy || row.note ? [{ term: "Triage", value: row.note ? `“${row.note}”` : "no note", note: triagedBy ? `by ${triagedBy}` : undefined }] : []),
    ...(closed ? [{ term: "Closed", value: <ExactTime at={closed} /> }] : []),
  ];
}

function TokenPart({ page: { row, token, refusal, matchedBy } }: { page: ExposurePage }) {
  return (
    <div className="flex flex-col gap-2 text-[13px]">
      {token ? (
        <>
          <p className="flex flex-wrap items-center gap-2">
            <Link href={`/inventory/${token.id}`} className="font-[550] underline">
              {token.name}
            </Link>
            <StateBadge state={token.state} />
          </p>
          <p className="text-ink-2">
            {row.token?.link === "unlisted"
              ? "Nobody had listed it: this row was made when it was found."
              : `Listed on ${token.connection.name}${matchedBy ? ", known by its fingerprint" : ""}.`}{" "}
            Owner: <Owner owner={token.owner} />
            {token.workloads.length > 0 && `; used by ${token.workloads.map(({ name }) => name).join(", ")}`}
            {token.findings.length > 0 && `; ${formatCount(token.findings.length)} ${token.findings.length === 1 ? "finding" : "findings"}`}.
          </p>
        </>
      ) : (
        <p className="text-ink-2">None in the inventory.</p>
      )}
      {refusal && (
        <p className="text-ink-2">
          <span className="font-[550]">Can’t be requested here.</span> {refusal}
        </p>
      )}
    </div>
  );
}
