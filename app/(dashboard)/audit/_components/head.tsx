import { Card } from "@/components/ui/card";
import { CopyText } from "@/components/ui/copy-text";
import { Facts } from "@/components/ui/facts";
import { RelativeTime } from "@/components/ui/relative-time";
import { Unknown } from "@/components/ui/unknown";
import type { AuditHead } from "@/lib/audit/queries";
import { formatCount, plural } from "@/lib/core/format";

/** Where the log stands and how to check it elsewhere. */
export function Head({ head }: { head: AuditHead }) {
  const { checkpoint, key } = head;
  return (
    <Card className="mt-4">
      <Facts
        facts={[
          {
            term: "Sealed",
            value: `${formatCount(head.sealed)} of ${plural(head.entries, "entry", "entries")}`,
            note: head.waiting > 0 ? `${plural(head.waiting, "entry", "entries")} wait for the next seal` : "nothing waits",
          },
          {
            term: "Signed head",
            value: checkpoint ? (
              <CopyText text={checkpoint.root} label="root hash">{`${checkpoint.root.slice(0, 12)}…`}</CopyText>
            ) : (
              <Unknown>not sealed yet</Unknown>
            ),
            note: checkpoint && (
              <>
                of {formatCount(checkpoint.size)} entries, <RelativeTime at={checkpoint.at} />
              </>
            ),
          },
          {
            term: "Witness",
            value: checkpoint?.witnessedAt ? <RelativeTime at={checkpoint.witnessedAt} /> : <Unknown>none took the newest head</Unknown>,
            note: checkpoint?.witnessedAt ? "has the newest head as well" : "COUNTERSIGN_WITNESS names one; without it only this host keeps the heads",
          },
          {
            term: "Verifier key",
            value: key ? <CopyText text={key} label="verifier key">{`${key.slice(-14)}`}</CopyText> : <Unknown>the executor has not published one</Unknown>,
            note: "compare it with the one that you noted outside",
          },
        ]}
      />
      <details className="mt-3 border-t border-line pt-2.5 text-[13px] text-ink-2">
        <summary className="w-fit cursor-pointer font-[550] text-ink">Verify it yourself, offline</summary>
        <p className="mt-2 max-w-[78ch]">
          Export the log, take the file to any machine with this software, and run the line below with the key that you hold. It ends with the first bad entry,
          if there is one. Keep a checkpoint from today: with <code className="mono">--since</code> it later shows a log that was cut.
        </p>
        <p className="mt-1.5 overflow-x-auto">
          <CopyText text={`npm run -s countersign -- audit verify FILE --key '${key ?? "KEY"}'`} label="command" />
        </p>
      </details>
    </Card>
  );
}
