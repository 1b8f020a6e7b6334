import { Button } from "@/components/ui/button";
import { Message } from "@/components/ui/message";
import { plural } from "@/lib/core/format";

/** What nothing here can do about tokens that are no longer needed: a sentence each. */
export function ByHand({ what, onClose }: { what: readonly { token: string; name: string; sentence: string }[]; onClose: () => void }) {
  if (what.length === 0) return null;
  return (
    <div className="mt-3">
      <Message title={`Your answer is kept; ${plural(what.length, "token")} can’t be revoked from here`}>
        <ul className="mt-1 max-h-40 overflow-y-auto">
          {what.map(({ token, sentence }) => (
            <li key={token}>{sentence}</li>
          ))}
        </ul>
        <Button size="sm" className="mt-2" onClick={onClose}>
          Close
        </Button>
      </Message>
    </div>
  );
}
