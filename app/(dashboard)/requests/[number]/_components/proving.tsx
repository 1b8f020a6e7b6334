import { type ProbeMark, ProbeStrip, type ProbeTry } from "@/components/ui/probe-strip";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatDuration, plural } from "@/lib/core/format";
import type { MachineLane } from "@/lib/requests/machine-lane";

const marks: Record<string, ProbeMark> = { alive: "alive", dead: "refused" };

/** What trying the token has shown so far: one mark a try, and a sentence that claims no more than was seen. */
export function Proving({ execution }: { execution: MachineLane }) {
  const tries = execution.attempts
    .filter(({ phase, endedAt }) => phase === "probe" && endedAt)
    .map(({ n, outcome }): ProbeTry => ({ n, mark: marks[outcome ?? ""] ?? "unclear" }));
  const missing = execution.status === "proving" && execution.proof ? Math.max(0, execution.proof.window.refusals - execution.proof.refusals) : 0;
  const last = execution.attempts.at(-1)?.n ?? 0;
  const toCome = Array.from({ length: Math.min(missing, 20) }, (_, place): ProbeTry => ({ n: last + 1 + place, mark: "to_come" }));
  return (
    <>
      {sentence(execution)}
      {execution.unprovenSince && execution.status === "proving" && (
        <span className="block text-high">
          Unproven since <RelativeTime at={execution.unprovenSince} />. It is tried again for ever; look at the transcript and at its system.
        </span>
      )}
      <ProbeStrip tries={[...tries, ...toCome]} label={labelOf(tries, missing)} />
    </>
  );
}

function sentence({ proof, actedAt, status, result }: MachineLane): string {
  if (!proof || proof.tried === 0) return "The token itself will be tried until it is refused often enough in a row.";
  if (proof.basis === "record") return sentenceOfRecord(proof, status);
  if (proof.basis === "absent") return sentenceOfListing(proof, status);
  const tried = `The token itself was tried ${plural(proof.tried, "time")}`;
  const lasted = actedAt && proof.lastAliveAt ? new Date(proof.lastAliveAt).getTime() - new Date(actedAt).getTime() : 0;
  if (proof.lastOutcome === "alive")
    return result === "already_gone"
      ? `${tried}: it still opens.`
      : `${tried}: its system said it is done ${formatDuration(lasted)} before the last try, and the token still opens.`;
  const opened = lasted > 0 ? `it still opened for ${formatDuration(lasted)}, ` : "";
  if (proof.lastOutcome === "unknown") return `${tried}: ${opened}and the last answer proves nothing either way.`;
  return `${tried}: ${opened}refused since${status === "proven" ? ", often enough" : ""}.`;
}

/** The system shows no secrets, so what was asked is its own record, and nothing more is claimed. */
function sentenceOfRecord(proof: NonNullable<MachineLane["proof"]>, status: string): string {
  const read = `Its system shows no secrets, so its record of the token was read ${plural(proof.tried, "time")}`;
  if (proof.lastOutcome === "alive") return `${read}: it still says that the token works.`;
  if (proof.lastOutcome === "unknown") return `${read}, and the last answer proves nothing either way.`;
  return `${read}: ended since${status === "proven" ? ", often enough" : ""}.`;
}

/** It was gone before the machine came, so there is no token to try: its system has to go on not listing it. */
function sentenceOfListing(proof: NonNullable<MachineLane["proof"]>, status: string): string {
  const read = `It was gone before, so its system was asked for it ${plural(proof.tried, "time")}`;
  if (proof.lastOutcome === "alive") return `${read}: it is listed again.`;
  if (proof.lastOutcome === "unknown") return `${read}, and the last answer proves nothing either way.`;
  return `${read}: not listed since${status === "proven" ? ", often enough" : ""}.`;
}

function labelOf(tries: ProbeTry[], missing: number): string {
  const count = (mark: ProbeMark) => tries.filter((each) => each.mark === mark).length;
  const unclear = count("unclear");
  return `${plural(tries.length, "try", "tries")}: ${count("alive")} still opened, ${count("refused")} refused${unclear > 0 ? `, ${unclear} unclear` : ""}${missing > 0 ? `; ${missing} more refusals needed` : ""}`;
}
