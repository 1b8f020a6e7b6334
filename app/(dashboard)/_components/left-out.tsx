import { Button } from "@/components/ui/button";
import { Message } from "@/components/ui/message";
import { plural } from "@/lib/core/format";

export interface LeftOutProps {
  what: readonly { token: string; name: string; because: string }[];
  onClose: () => void;
}

/** What a decision about several was not applied to, each with its reason. It stays until it is closed. */
export function LeftOut({ what, onClose }: LeftOutProps) {
  if (what.length === 0) return null;
  return (
    <div className="mt-3">
      <Message tone="warn" title={`${plural(what.length, "token")} left out`}>
        <ul className="mt-1 max-h-40 overflow-y-auto">
          {what.map(({ token, name, because }) => (
            <li key={token}>
              <span className="mono">{name}</span>: {because}.
            </li>
          ))}
        </ul>
        <Button size="sm" className="mt-2" onClick={onClose}>
          Close
        </Button>
      </Message>
    </div>
  );
}
