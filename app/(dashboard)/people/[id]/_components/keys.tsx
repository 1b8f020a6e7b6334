import { OpenSignerButton } from "@/app/(dashboard)/_components/open-signer-button";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import { Message } from "@/components/ui/message";
import type { PersonRow } from "@/lib/people/queries";

const standings: Record<PersonRow["keys"][number]["standing"], { tone: Tone; text: string }> = {
  active: { tone: "ok", text: "active" },
  waiting: { tone: "medium", text: "not signed yet" },
  withdrawn: { tone: "neutral", text: "withdrawn" },
  refused: { tone: "critical", text: "refused" },
};
const kinds = { webauthn: "passkey", ed25519: "key file" } as const;
const missingWords = {
  key: "an active key: enrol one, then an administrator signs it",
  group: "a place in an approver group, in a statement that administrators sign",
} as const;

/** The keys a person signs with, and whether that counts. */
export function Keys({ person, self, mayEnrol }: { person: PersonRow; self: boolean; mayEnrol: boolean }) {
  const { keys, approver } = person;
  return (
    <Card title="Signing keys" aside={approver?.signed ? `signs for ${approver.groups.join(", ")}` : undefined}>
      <div className="flex flex-col gap-3">
        {approver && !approver.signed && (
          <Message tone="info" title="Approver: not signed yet">
            A signature of theirs does not count. Missing: {approver.missing.map((what) => missingWords[what]).join("; ")}.
          </Message>
        )}
        {keys.length === 0 ? (
          <p className="text-[13px] text-ink-2">No key enrolled. Keys sign on the signer’s page or a terminal; they never sign anyone in.</p>
        ) : (
          <ul className="divide-y divide-line">
            {keys.map((key) => (
              <li key={key.id} className="flex flex-wrap items-center justify-between gap-2 py-1.5 text-[13.5px] first:pt-0 last:pb-0">
                <span className="min-w-0">
                  {key.name} <span className="text-ink-3">({kinds[key.kind]})</span>
                </span>
                <span className="flex items-center gap-2">
                  <ExactTime at={key.at} className="text-[12px] text-ink-3" />
                  <Badge tone={standings[key.standing].tone}>{standings[key.standing].text}</Badge>
                </span>
              </li>
            ))}
          </ul>
        )}
        {self && mayEnrol && (
          <OpenSignerButton purpose="enrol" variant="default" size="sm">
            Enrol a key on the signer’s page
          </OpenSignerButton>
        )}
      </div>
    </Card>
  );
}
