import { Badge, type Tone } from "@/components/ui/badge";
import { RelativeTime } from "@/components/ui/relative-time";
import type { Scan, ScanRun } from "@/lib/exposure/scan-runs";
import type { ScanSource } from "@/lib/exposure/scans";

export const formTitles: Record<ScanSource["form"], string> = {
  git: "Git repository",
  directory: "Directory",
  file: "File",
  slack: "Slack export",
  jira: "Jira export",
  confluence: "Confluence export",
  mail: "Mail",
  har: "HTTP Archive",
  actions: "Log of GitHub Actions",
  image: "Container image",
  gitleaks: "Report of gitleaks",
  trufflehog: "Report of TruffleHog",
  sarif: "Report in SARIF",
  "github-alerts": "Alerts of GitHub",
  gitguardian: "Report of GitGuardian",
  rest: "System, read over HTTP",
  stream: "Standard input",
  upload: "Sent from a browser or a program",
};

/** A repository that is fetched does not lie on the collector's host by itself. */
export const formTitle = ({ form, mirror }: Pick<ScanSource, "form" | "mirror">): string => (mirror ? "Git repository, fetched" : formTitles[form]);

const ends: Record<ScanRun["status"], { title: string; tone: Tone }> = {
  waiting: { title: "waits for its content", tone: "neutral" },
  queued: { title: "queued", tone: "neutral" },
  running: { title: "running", tone: "machine" },
  stalled: { title: "nothing heard of it", tone: "high" },
  succeeded: { title: "complete", tone: "ok" },
  partial: { title: "in part", tone: "medium" },
  failed: { title: "broke off", tone: "critical" },
  cancelled: { title: "cancelled", tone: "medium" },
};

/** How a run ended, and when. */
export function RunEnd({ run: { status, finished, started, queued } }: { run: ScanRun }) {
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <Badge tone={ends[status].tone}>{ends[status].title}</Badge>
      <span className="text-[12px] text-ink-3">
        <RelativeTime at={finished ?? started ?? queued} />
      </span>
    </span>
  );
}

/** Of how much a run was, where it was not all of its source. */
export function extentTitle({ extent, source, status }: Pick<Scan, "extent" | "source" | "status">): string | null {
  if (extent === "fetch") return status === "running" || status === "stalled" ? "being fetched" : "not fetched to its end";
  if (extent === "unchanged") return "nothing had changed";
  if (extent === "since") return source.form === "rest" ? "what changed since the last time" : "what was new in the history";
  return null;
}

/** Whether a run may still change by itself. */
export const isUnderWay = ({ status }: Pick<ScanRun, "status">): boolean => ["waiting", "queued", "running", "stalled"].includes(status);

/** How much of a run could not be looked at, or not whole. */
export const unreadCount = ({ unreadable }: Pick<ScanRun, "unreadable">): number => Object.values(unreadable).reduce((sum, n) => sum + n, 0);
