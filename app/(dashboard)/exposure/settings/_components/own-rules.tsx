"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import { notify } from "@/components/ui/toast";
import { formatCount } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { channelTitles } from "@/lib/domain/words";
import type { RuleRow } from "@/lib/exposure/rules/list-rules";
import { switchRuleAction } from "../../actions";

const RuleDialog = dynamic(() => import("./rule-dialog").then((file) => file.RuleDialog), { loading: () => null });
const everyState = "open,in_review,remediating,regressed,accepted,closed_proven,closed_false_positive";

/** Rules of one's own: what scans look for beside the detectors. */
export function OwnRules({ rules, manages }: { rules: readonly RuleRow[]; manages: boolean }) {
  const [open, setOpen] = useState<RuleRow | "new" | null>(null);
  return (
    <Card
      title="Rules of your own"
      aside={
        manages && (
          <Button size="sm" onClick={() => setOpen("new")}>
            New rule
          </Button>
        )
      }
    >
      {rules.length === 0 ? (
        <p className="text-[13px] text-ink-2">
          None. A rule finds what only your organisation makes: a pattern in RE2’s syntax, which takes linear time whatever it says, and words without which it
          does not look.
        </p>
      ) : (
        <Table label="Rules of your own">
          <thead>
            <tr>
              <Th>Rule</Th>
              <Th className="max-md:hidden">Pattern</Th>
              <Th numeric>Found</Th>
              <Th className="max-lg:hidden">Set</Th>
              {manages && (
                <Th>
                  <span className="sr-only">What you can do</span>
                </Th>
              )}
            </tr>
          </thead>
          <tbody>
            {rules.map((rule) => (
              <Rule key={rule.id} rule={rule} manages={manages} onEdit={() => setOpen(rule)} />
            ))}
          </tbody>
        </Table>
      )}
      {open && <RuleDialog rule={open === "new" ? null : open} onClose={() => setOpen(null)} />}
    </Card>
  );
}

function Rule({ rule, manages, onEdit }: { rule: RuleRow; manages: boolean; onEdit: () => void }) {
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  const { id, title, kind, regex, keywords, excludedChannels, enabled, version, found, set } = rule;
  async function flip() {
    setBusy(true);
    const result = await switchRuleAction({ ruleId: id, enabled: !enabled });
    setBusy(false);
    notify(result.ok ? "success" : "error", result.ok ? (enabled ? "Disabled. What it found stays." : "Enabled for the next scan.") : result.error.message);
    router.refresh();
  }
  return (
    <tr className="align-top">
      <Td className="py-2">
        <span className="font-[520]">{visible(title, { lines: true })}</span> {!enabled && <Badge>disabled</Badge>}
        <span className="mono block text-[12px] text-ink-3">{kind}</span>
      </Td>
      <Td className="max-w-[46ch] py-2 max-md:hidden">
        <span className="mono text-[12px] break-all">{visible(regex)}</span>
        <span className="block text-[12px] text-ink-3">
          with {keywords.map((word) => visible(word)).join(", ")}
          {excludedChannels.length > 0 && `; not in ${excludedChannels.map((channel) => channelTitles[channel].toLowerCase()).join(", ")}`}
        </span>
      </Td>
      <Td numeric className="py-2">
        {found > 0 ? (
          <a href={`/exposure?q=${encodeURIComponent(title)}&marked=shown&status=${everyState}`} className="hover:underline">
            {formatCount(found)}
          </a>
        ) : (
          0
        )}
      </Td>
      <Td className="py-2 whitespace-nowrap text-ink-3 max-lg:hidden">
        {set.by}, <RelativeTime at={set.at} />
        <a href={`/audit?subject=${id}`} className="block text-[12px] underline">
          version {version}
        </a>
      </Td>
      {manages && (
        <Td className="py-1.5">
          <span className="flex flex-wrap gap-2">
            <Button size="sm" aria-label={`Change: ${title}`} onClick={onEdit}>
              Change
            </Button>
            <Button size="sm" busy={busy} aria-label={`${enabled ? "Disable" : "Enable"}: ${title}`} onClick={() => void flip()}>
              {enabled ? "Disable" : "Enable"}
            </Button>
          </span>
        </Td>
      )}
    </tr>
  );
}
