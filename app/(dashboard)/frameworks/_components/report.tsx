import { buttonStyle } from "@/components/ui/button-style";
import { ExactTime } from "@/components/ui/exact-time";
import { PageHeader } from "@/components/ui/page-header";
import { Tabs } from "@/components/ui/tabs";
import { formatDate, plural } from "@/lib/core/format";
import { frameworks } from "@/lib/frameworks/frameworks";
import type { ControlStanding, FrameworkReport } from "@/lib/frameworks/report";
import { ControlCard } from "./control-card";
import { PrintButton } from "./print-button";

/** Where each control of a framework stands. Made to be printed as well as read. */
export function Report({ report: { framework, controls, at, since }, current }: { report: FrameworkReport; current: string }) {
  const tabs = frameworks.map(({ id, title, version }, n) => ({ label: `${title} ${version}`, href: n === 0 ? "/frameworks" : `/frameworks/${id}` }));
  const file = `/api/frameworks/${framework.id}/export?format=`;
  return (
    <>
      <PageHeader
        title={`${framework.title} ${framework.version}`}
        actions={
          <span className="flex flex-wrap gap-2 print:hidden">
            <a href={`${file}csv`} download className={buttonStyle()}>
              Export CSV
            </a>
            <a href={`${file}json`} download className={buttonStyle()}>
              Export JSON
            </a>
            <PrintButton />
          </span>
        }
      >
        {summary(controls)} {framework.publisher}, {framework.published}.{" "}
        <a href={framework.source} rel="noreferrer" className="text-people underline underline-offset-2">
          The published list
        </a>
        . {framework.scope} As of <ExactTime at={at} show="both" />.
      </PageHeader>
      <div className="mt-4 print:hidden">
        <Tabs label="Frameworks" tabs={tabs} current={current === `/frameworks/${frameworks[0]?.id}` ? "/frameworks" : current} />
      </div>
      <p className="mt-3 text-[13px] text-ink-3">
        What a rule finds is evidence about a control, not a verdict on it: no finding means that the rule found nothing in what it can see.{" "}
        {since ? `Trend: open findings by recorded day, collecting since ${formatDate(new Date(since))}.` : "No day is recorded yet, so there is no trend."}
      </p>
      <ul className="mt-3 flex flex-col gap-2.5" aria-label="Controls">
        {controls.map((control) => (
          <ControlCard key={control.id} control={control} />
        ))}
      </ul>
    </>
  );
}

function summary(controls: readonly ControlStanding[]): string {
  const of = (standing: ControlStanding["standing"]) => controls.filter((control) => control.standing === standing).length;
  const parts = [
    of("open") > 0 && `${of("open")} with open findings`,
    of("clear") > 0 && `${of("clear")} without one`,
    of("partly_seen") > 0 && `${of("partly_seen")} without one where they are seen`,
    of("no_source") > 0 && `${of("no_source")} without a source`,
    of("not_tested") > 0 && `${of("not_tested")} not tested here`,
  ].filter(Boolean);
  return `${plural(controls.length, "control")}: ${parts.join(", ")}.`;
}
