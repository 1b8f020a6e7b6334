"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input, Select, Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import { type Channel, channels } from "@/lib/domain/exposures";
import { channelTitles } from "@/lib/domain/words";
import type { Scan } from "@/lib/exposure/scan-runs";
import { sendContent } from "../../../../_components/send-content";
import { sendAction } from "../../actions";
import { FileField } from "./file-field";
import { PasteAnswer } from "./paste-answer";

/** Text to be pasted, or a file: where people see it, what it is called, and it goes. What was given stays when something is wrong. */
export function SendForm({ what, collector }: { what: "text" | "file"; collector: string }) {
  const router = useRouter();
  const [channel, setChannel] = useState<Channel>(what === "text" ? "chat" : "other");
  const [text, setText] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const [named, setNamed] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [answer, setAnswer] = useState<Scan | null>(null);
  const [busy, setBusy] = useState(false);
  const name = named ?? (what === "text" ? `Pasted text (${channelTitles[channel].toLowerCase()})` : (file?.name ?? ""));
  const ready = name.trim() !== "" && (what === "text" ? text.trim() !== "" : file !== null);

  async function send(event: React.FormEvent) {
    event.preventDefault();
    const content = what === "text" ? new Blob([text]) : file;
    if (!ready || !content) return;
    setBusy(true);
    setProblem(null);
    setAnswer(null);
    const begun = await sendAction({ name, channel, fileName: what === "text" ? "pasted text" : (file?.name ?? "file"), size: content.size });
    if (!begun.ok) {
      setBusy(false);
      setProblem(begun.error.message);
      return;
    }
    const { runId, sourceId, ticket } = begun.data;
    const sent = sendContent(`${collector}/scans`, ticket, runId, content);
    if (what === "file") {
      void sent.then(({ refused }) => refused !== null && notify("error", refused, { duration: 15_000 }));
      router.push(`/exposure/scans/${sourceId}?run=${runId}`);
      return;
    }
    const result = await sent;
    setBusy(false);
    if (result.refused !== null) return setProblem(result.refused);
    // what was pasted stands nowhere any more, not even here
    setText("");
    setAnswer(result.answer as Scan);
  }

  return (
    <form onSubmit={send} className="mt-4 flex max-w-[1040px] flex-col gap-3.5">
      <Card>
        <div className="flex flex-col gap-3.5">
          {what === "text" ? (
            <Field label="Text" hint="A message, a ticket, a piece of a log: as it is.">
              {(control) => (
                <Textarea
                  {...control}
                  rows={9}
                  value={text}
                  onChange={(event) => setText(event.target.value)}
                  spellCheck={false}
                  autoComplete="off"
                  data-1p-ignore
                  className="mono text-[12.5px]"
                />
              )}
            </Field>
          ) : (
            <FileField file={file} onFile={setFile} />
          )}
          <div className="grid gap-3.5 md:grid-cols-2">
            <Field label="Where people see it" hint={what === "file" ? "An export of Slack or Jira, or a report, says so itself." : undefined}>
              {(control) => (
                <Select {...control} value={channel} onChange={(event) => setChannel(event.target.value as Channel)}>
                  {channels.map((one) => (
                    <option key={one} value={one}>
                      {channelTitles[one]}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field label="Name of the source" hint="The same name again is the same source: what is known of it is not doubled.">
              {(control) => <Input {...control} value={name} onChange={(event) => setNamed(event.target.value)} maxLength={200} autoComplete="off" />}
            </Field>
          </div>
        </div>
      </Card>
      {problem && <Message tone="error">{problem}</Message>}
      <div>
        <Button type="submit" variant="primary" busy={busy} disabled={!ready}>
          {what === "text" ? "Scan this text" : "Scan this file"}
        </Button>
      </div>
      {answer && <PasteAnswer run={answer} />}
    </form>
  );
}
