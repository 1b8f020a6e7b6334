import Link from "next/link";
import { buttonStyle } from "@/components/ui/button-style";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/states";
import { Table, Td, Th } from "@/components/ui/table";
import { Unknown } from "@/components/ui/unknown";
import { formatCount, formatDate, formatSpan, plural } from "@/lib/core/format";
import { type HeadStart, type HeadStartPeriod, headStartPeriods, type StageTotal } from "@/lib/exposure/head-start";
import { HowToScan } from "./exposure-words";
import { HeadStartHistory } from "./head-start-history";
import { HeadStartStages } from "./head-start-stages";
import { type AskedStage, headStartQuery, headStartTitles, spanWords } from "./head-start-words";

const perTitles: Record<HeadStartPeriod, string> = { week: "By week", month: "By month" };

/** Who had a head start: how long exposed secrets waited at each stage, which costs most, and how that went over time. */
export function HeadStartView({ data, asked, looked }: { data: HeadStart; asked: AskedStage | undefined; looked: boolean }) {
  if (data.exposures === 0)
    return (
      <div className="mt-4">
        <EmptyState title={looked ? "Nothing was exposed that may be live" : "Nothing has been looked through yet"}>
          {looked ? null : <HowToScan elsewhere />}
        </EmptyState>
      </div>
    );
  const total = data.seconds;
  return (
    <div className="mt-3 flex flex-col gap-3.5">
      <HeadStartStages per={data.per} asked={asked} />
      <Card title="Where the time goes">
        <p className="text-[13.5px]">
          <Sentence data={data} />
        </p>
        <div className="mt-3">
          <Table label="How long each stage took">
            <thead>
              <tr>
                <Th>Stage</Th>
                <Th aria-hidden className="w-1/5 max-md:hidden" />
                <Th numeric className="max-md:hidden">
                  Of all time
                </Th>
                <Th numeric>Half within</Th>
                <Th numeric>9 of 10 within</Th>
                <Th numeric className="max-md:hidden">
                  Got there
                </Th>
                <Th numeric>Still waiting</Th>
                <Th numeric className="max-md:hidden">
                  No date
                </Th>
              </tr>
            </thead>
            <tbody>
              {data.stages.map((stage) => (
                <StageRow key={stage.stage} stage={stage} total={total} costliest={data.costliest === stage.stage} />
              ))}
            </tbody>
          </Table>
        </div>
        <p className="mt-2 max-w-[90ch] text-[12.5px] text-ink-3">
          Kaplan–Meier: what still waits counts for as long as it has. “Not reached” means that so many have not got there. What nobody has found is not in it;
          nor what is known not to be live.
          {data.withoutToken > 0 &&
            ` ${plural(data.withoutToken, "secret")} ${data.withoutToken === 1 ? "is" : "are"} counted as far as detected alone: no token is known that could be revoked.`}
          {data.since && ` Collecting since ${formatDate(new Date(data.since))}.`}
        </p>
      </Card>
      <div className="flex flex-wrap items-center gap-2">
        <nav aria-label="Periods" className="flex gap-1">
          {headStartPeriods.map((per) => (
            <Link
              key={per}
              href={`/exposure?by=headstart&${headStartQuery(per, asked)}`}
              scroll={false}
              aria-current={per === data.per ? "true" : undefined}
              className={buttonStyle(per === data.per ? "default" : "quiet", "sm")}
            >
              {perTitles[per]}
            </Link>
          ))}
        </nav>
        <a href={`/api/exposures/head-start?${headStartQuery(data.per, asked)}`} className={buttonStyle("quiet", "sm")} download>
          Export as CSV
        </a>
      </div>
      <HeadStartHistory stage={data.stage ?? "whole"} per={data.per} periods={data.periods} since={data.since} />
    </div>
  );
}

/** Where the time goes, or how much of it the stage that is shown takes. */
function Sentence({ data: { stage, stages, costliest, seconds, exposures } }: { data: HeadStart }) {
  const told = stages.find((each) => each.stage === (stage ?? costliest));
  if (!told || seconds === 0) return "No time can be told: no source says since when its secrets are visible, and nothing was decided yet.";
  const spent = `of all the time that ${plural(exposures, "secret")} spent exposed, until now for those that still wait.`;
  const between = <strong>{headStartTitles[told.stage].between}</strong>;
  if (told.stage === "whole") return <>The whole way, {between}: what all stages take together.</>;
  const share = `${Math.round((100 * told.seconds) / seconds)} %`;
  if (told.stage === costliest)
    return (
      <>
        Most is lost {between}: {share} {spent}
      </>
    );
  return (
    <>
      Spent {between}: {share} {spent}
    </>
  );
}

function StageRow({
  stage: { stage, waited, done, open, undated, p50, p90, seconds },
  total,
  costliest,
}: {
  stage: StageTotal;
  total: number;
  costliest: boolean;
}) {
  const whole = stage === "whole";
  const share = total > 0 ? seconds / total : 0;
  return (
    <tr className={whole ? "border-t-2 border-line-2" : undefined}>
      <Td>
        <span className={costliest || whole ? "font-[550]" : undefined}>{headStartTitles[stage].title}</span>
        {costliest && <span className="ml-2 text-[12px] text-critical">costs most</span>}
      </Td>
      <Td aria-hidden className="max-md:hidden">
        {!whole && <span className={`block h-2 rounded-[2px] ${stage === "decided" ? "bg-people" : "bg-machine"}`} style={{ width: `${100 * share}%` }} />}
      </Td>
      <Td numeric className="max-md:hidden">
        {whole ? formatSpan(total * 1_000) : `${Math.round(100 * share)} %`}
      </Td>
      <Td numeric>{spanWords(waited, p50)}</Td>
      <Td numeric>{spanWords(waited, p90)}</Td>
      <Td numeric className="max-md:hidden">
        {formatCount(done)}
      </Td>
      <Td numeric>{formatCount(open)}</Td>
      <Td numeric className="max-md:hidden">
        {undated > 0 ? <Unknown title="No source gives a date">{formatCount(undated)}</Unknown> : 0}
      </Td>
    </tr>
  );
}
