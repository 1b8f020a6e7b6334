import Link from "next/link";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import type { HeldKey } from "@/lib/set-up/policies";
import { WithdrawKeyButton } from "./withdraw-key-button";

const standings: Record<HeldKey["standing"], { tone: Tone; text: string }> = {
  active: { tone: "ok", text: "counts" },
  waiting: { tone: "medium", text: "not signed yet" },
  withdrawn: { tone: "neutral", text: "withdrawn" },
  refused: { tone: "critical", text: "refused" },
};

/** Every key that was registered, and the way to withdraw one that was lost. */
export function Keys({ keys, proposes }: { keys: HeldKey[]; proposes: boolean }) {
  return (
    <Card title="Signing keys">
      {keys.length === 0 && <p className="text-[13px] text-ink-2">Nobody has registered one yet.</p>}
      <ul className="divide-y divide-line">
        {keys.map((key) => (
          <li key={key.id} className="flex flex-wrap items-center justify-between gap-2 py-1.5 text-[13px] first:pt-0 last:pb-0">
            <span className="min-w-0">
              <Link href={`/people/${key.person.id}`} className="font-[550] hover:underline">
                {key.person.name}
              </Link>
              : {key.name} <span className="text-ink-3">{key.kind === "webauthn" ? "passkey" : "file key"}</span>
            </span>
            <span className="flex items-center gap-2">
              <ExactTime at={key.at} className="text-[12px] text-ink-3" />
              {key.isRoot ? <Badge tone="people">trust root</Badge> : <Badge tone={standings[key.standing].tone}>{standings[key.standing].text}</Badge>}
              {proposes && !key.isRoot && (key.standing === "active" || key.standing === "waiting") && (
                <WithdrawKeyButton keyId={key.id} title={`${key.name} of ${key.person.name}`} />
              )}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
