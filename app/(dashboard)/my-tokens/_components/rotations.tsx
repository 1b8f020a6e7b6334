"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { notify } from "@/components/ui/toast";
import { plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import { channelTitles } from "@/lib/domain/words";
import type { RotationTask } from "@/lib/exposure/rotation/my-rotations";
import { ReasonButton } from "../../_components/reason-button";
import { answerRotationAction } from "../actions";

/** Tokens of one's own that stand where they should not, to be rotated: why, where to read on, how, and two answers. */
export function Rotations({ tasks }: { tasks: readonly RotationTask[] }) {
  if (tasks.length === 0) return null;
  return (
    <Card title="To be rotated" className="mt-3">
      <ul className="divide-y divide-line">
        {tasks.map((task) => (
          <Task key={task.id} task={task} />
        ))}
      </ul>
    </Card>
  );
}

function Task({ task }: { task: RotationTask }) {
  const { id, state, note, due, asked, answer, exposure, token, places, channels, rotate } = task;
  const router = useRouter();
  const [busy, setBusy] = useState(false);
  async function rotated() {
    setBusy(true);
    const result = await answerRotationAction({ rotationId: id, answer: "rotated" });
    setBusy(false);
    notify(result.ok ? "success" : "error", result.ok ? "Noted. It stays here until the old one is known to be dead." : result.error.message);
    router.refresh();
  }
  return (
    <li className="py-3 text-[13px] first:pt-0 last:pb-0">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <b className="font-[560]">{visible(token.name, { lines: true })}</b>
        <span className="text-ink-3">on {visible(token.connection, { lines: true })}</span>
        {state === "unproven" ? <Badge tone="medium">you rotated it; the old one is not known to be dead</Badge> : <Badge tone="people">asked</Badge>}
      </p>
      <p className="mt-1">
        Rotate it, because it stands in{" "}
        <a href={`/exposure/${exposure.id}`} className="underline">
          {plural(places, "place")}
        </a>{" "}
        where it should not ({channels.map((channel) => channelTitles[channel].toLowerCase()).join(", ")}). Due <RelativeTime at={due} />. {asked.by} asked,{" "}
        <RelativeTime at={asked.at} />.
      </p>
      {note && <p className="mt-1 break-words text-ink-2">“{visible(note, { lines: true })}”</p>}
      <p className="mt-1 text-ink-2">
        <span className="font-[550]">How:</span> {rotate ?? "make a new one where it is used, and end this one."} Taking it out of the text is not enough.
      </p>
      {answer && (
        <p className="mt-1 text-[12.5px] text-ink-3">
          {answer.by} said so <RelativeTime at={answer.at} />. It goes from here once the old one is refused or proven dead: end it at its system, or have its
          revocation requested.
        </p>
      )}
      <div className="mt-2 flex flex-wrap gap-2">
        {state === "asked" && (
          <Button size="sm" variant="primary" busy={busy} aria-label={`Rotated: ${token.name}`} onClick={() => void rotated()}>
            Rotated
          </Button>
        )}
        <ReasonButton
          size="sm"
          label={`Can’t: ${token.name}`}
          title={`“${token.name}” can’t be rotated?`}
          description="Whoever asked you reads why. It stays exposed."
          verb="Say so"
          failed="It is not said"
          act={async (reason) => {
            const result = await answerRotationAction({ rotationId: id, answer: "cannot", reason });
            if (!result.ok) return result.error;
            notify("success", "Said. Whoever asked you sees it.");
            router.refresh();
            return null;
          }}
        >
          Can’t
        </ReasonButton>
      </div>
    </li>
  );
}
