"use client";

import { Dialog } from "../ui/dialog";
import { KeyHint } from "../ui/key-hint";

export interface KeyboardHelpProps {
  onClose: () => void;
}

const keys: readonly { keys: readonly string[]; what: string }[] = [
  { keys: ["⌘ K", "Ctrl K"], what: "Find a token, person, request or page" },
  { keys: ["/"], what: "Search the list on this page" },
  { keys: ["j", "k"], what: "Next and previous row" },
  { keys: ["Enter"], what: "Open the row" },
  { keys: ["x"], what: "Select the row" },
  { keys: ["Shift", "click"], what: "Select a range" },
  { keys: ["a", "r", "c"], what: "Ownership and proposals: accept, reject, choose another" },
  { keys: ["z"], what: "Undo the last accepting, rejecting or triage" },
  { keys: ["v", "w", "f", "o"], what: "Exposure: in review, being remedied, false positive, open again" },
  { keys: ["a", "d", "c"], what: "An exposure: assign it, set its day, comment" },
  { keys: ["m", "t", "n", "d"], what: "My tokens: mine, transfer, not mine, no longer needed" },
  { keys: ["Esc"], what: "Close what is open" },
  { keys: ["?"], what: "This list" },
];

/** The keys that do something. */
export function KeyboardHelp({ onClose }: KeyboardHelpProps) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title="Keys">
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-2.5 text-[13.5px]">
        {keys.map(({ keys: pressed, what }) => (
          <div key={what} className="contents">
            <dt className="flex gap-1">
              <span className="sr-only">{pressed.join(" or ")}</span>
              {pressed.map((key) => (
                <KeyHint key={key}>{key}</KeyHint>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
