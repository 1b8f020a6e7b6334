import { clsx } from "clsx";
import Link from "next/link";
import { ExactTime } from "@/components/ui/exact-time";
import { MachineMark, type MarkState, PersonMark } from "@/components/ui/marks";
import { Unknown } from "@/components/ui/unknown";
import { formatSpan } from "@/lib/core/format";
import { type ExposureStage, type StageName, stageTitles } from "@/lib/exposure/exposure-stages";

/** Who brings each stage about: deciding is people's. */
const byPeople: readonly StageName[] = ["decided"];
const waitingWords: Record<StageName, string> = {
  visible: "",
  detected: "",
  decided: "nobody has decided",
  acted: "nothing was done",
  dead: "not proven",
};
const markOf = ({ state }: ExposureStage): MarkState => (state === "done" || state === "unknown" ? "done" : "wait");

/** From being visible to being proven dead, in one bar: each part says how long it took. What nobody knows is hatched, what has not come is a dashed line. */
export function ExposureStages({ stages, narrow = false }: { stages: ExposureStage[]; narrow?: boolean }) {
  return (
    <ol className={clsx("flex flex-col text-[13px]", !narrow && "md:flex-row")}>
      {stages.map((stage, index) => {
        const Mark = byPeople.includes(stage.name) ? PersonMark : MachineMark;
        const next = stages[index + 1];
        return (
          <li key={stage.name} className={clsx("grid grid-cols-[14px_1fr] gap-x-2.5", !narrow && "md:block md:min-w-0", next && !narrow && "md:flex-1")}>
            <div className={clsx("flex flex-col items-center", !narrow && "md:h-4 md:flex-row")}>
              {stage.name === "visible" ? <span aria-hidden className="m-0.5 size-2.5 flex-none rounded-full bg-critical" /> : <Mark state={markOf(stage)} />}
              {next && <Between from={stage} to={next} narrow={narrow} />}
            </div>
            <div className={clsx(next && "pb-3", !narrow && "md:pt-1.5 md:pr-3 md:pb-0")}>
              <p className="leading-[1.2] font-[550]">{stageTitles[stage.name]}</p>
              <p className="mt-0.5 text-[12px] text-ink-3">
                <When stage={stage} />
                {stage.request !== null && stage.name === "decided" && (
                  <>
                    {" "}
                    <Link href={`/requests/${stage.request}`} className="underline">
                      R-{stage.request}
                    </Link>
                  </>
                )}
                {next && reached(next) && <span className={clsx(!narrow && "md:hidden")}> · then {spanOf(stage, next)}</span>}
              </p>
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function When({ stage: { name, at, state } }: { stage: ExposureStage }) {
  if (state === "done" && at) return <ExactTime at={at} />;
  if (state === "done" || state === "unknown") return <Unknown>when is unknown</Unknown>;
  if (state === "never") return <>no token to revoke</>;
  return <>{waitingWords[name]}</>;
}

const reached = ({ state }: ExposureStage): boolean => state === "done" || state === "unknown";

/** How long it took from one to the next, in words. */
function spanOf(from: ExposureStage, to: ExposureStage): string {
  if (!from.at || !to.at) return "an unknown time";
  const took = new Date(to.at).getTime() - new Date(from.at).getTime();
  if (took < 0) return "known before";
  return took < 5_000 ? "at once" : formatSpan(took);
}

/** The line between two stages: beside them when there is room, with how long it took. */
function Between({ from, to, narrow }: { from: ExposureStage; to: ExposureStage; narrow: boolean }) {
  const known = from.at !== null && to.at !== null;
  const line = !reached(to) ? "dashed" : known ? "solid" : "hatched";
  return (
    <span className={clsx("flex flex-1 flex-col items-center py-0.5", !narrow && "md:min-w-0 md:flex-row md:gap-2 md:px-2 md:py-0")}>
      <span
        aria-hidden
        className={clsx(
          "min-h-3 flex-1",
          line === "hatched" && "hatched w-2 rounded-[2px] ring-1 ring-edge",
          line === "solid" && "w-[3px] bg-ink-3",
          line === "dashed" && "w-0 border-l-2 border-dashed border-line-2",
          !narrow && "md:min-h-0 md:min-w-3",
          !narrow && { hatched: "md:h-2.5 md:w-auto", solid: "md:h-[3px] md:w-auto", dashed: "md:h-0 md:w-auto md:border-t-2 md:border-l-0" }[line],
        )}
      />
      {reached(to) && !narrow && <span className="flex-none text-[12px] text-ink-2 tabular-nums max-md:hidden">{spanOf(from, to)}</span>}
    </span>
  );
}
