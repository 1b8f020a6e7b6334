import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input, Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { Severity } from "@/components/ui/severity";
import { plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import { visible } from "@/lib/core/visible";
import { findingStateTitles } from "@/lib/domain/words";
import type { ExposureSelection } from "@/lib/exposure/bulk/review-exposures";
import type { BulkAct, BulkExposures } from "@/lib/exposure/bulk/schemas";
import { dayIn, usualDays } from "@/lib/exposure/suppressions/names";
import type { Chosen } from "../../_components/choice-field";
import { LeftOutList } from "../../_components/left-out-list";
import { PersonField } from "../../inventory/_components/person-field";
import { actOnExposuresAction, undoBulkAction } from "../actions";
import { bulkVerbs, type ExposureBulkVerb } from "./exposure-bulk-bar";
import type { Undoing } from "./exposure-bulk-dialog";
import { UntilField } from "./false-positive-dialog";

interface Props {
  verb: ExposureBulkVerb;
  set: ExposureSelection;
  onClose: () => void;
  onDone: (words: string, undoing: Undoing | null) => void;
}

/** The set, what is to be said of all of it, and then what was done and what was left out. */
export function ExposureBulkForm({ verb, set, onClose, onDone }: Props) {
  const [person, setPerson] = useState<Chosen | null>(null);
  const [day, setDay] = useState("");
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState(() => dayIn(usualDays, new Date()));
  const [failure, setFailure] = useState<Failure | null>(null);
  const [outcome, setOutcome] = useState<BulkExposures | null>(null);
  const [busy, setBusy] = useState(false);
  const reviewed = { selection: set.selection, digest: set.digest };
  const act = (): BulkAct => {
    if (verb === "assign") return { what: "assign", person: person?.id ?? null };
    if (verb === "due") return { what: "due", day: day || null };
    if (verb === "false_positive") return { what: "false_positive", reason, until };
    return { what: "triage", to: verb };
  };
  const wrong = failure?.fields ?? {};
  const said = (name: string) => wrong[`act.${name}`] ?? wrong[name];

  async function submit(event: React.FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const result = await actOnExposuresAction({ ...reviewed, act: act() });
    setBusy(false);
    if (!result.ok) return setFailure(result.error);
    setFailure(null);
    setOutcome(result.data);
    const { done, proposed } = result.data;
    const what = verb === "false_positive" ? "false_positive" : verb === "assign" || verb === "due" ? null : "triage";
    onDone(
      wordsOf(act(), result.data),
      what && done + proposed > 0
        ? { to: plural(done + proposed, "secret"), words: bulkVerbs[verb].toLowerCase(), act: () => undoBulkAction({ ...reviewed, what }) }
        : null,
    );
  }
  if (outcome)
    return (
      <div className="flex flex-col gap-3">
        <LeftOutList done={wordsOf(act(), outcome)} left={outcome.left} noun="secret" />
        <div className="flex justify-end">
          <Button variant="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      </div>
    );
  return (
    <form onSubmit={submit} className="flex flex-col gap-3.5">
      <SetOf set={set} />
      {verb === "assign" && <PersonField label="Person" chosen={person} onChoose={setPerson} hint="Without one, nobody is assigned." error={said("owner")} />}
      {verb === "due" && (
        <Field label="Day" hint="The last one for them. Without a day they are due as the rules say." error={said("day")}>
          {(control) => <Input {...control} type="date" value={day} onChange={(event) => setDay(event.target.value)} />}
        </Field>
      )}
      {verb === "false_positive" && (
        <>
          {set.grave > 0 && (
            <Message tone="info" title={`${plural(set.grave, "secret works or is critical", "secrets work or are critical")}`}>
              For {set.grave === 1 ? "it" : "them"} it is a proposal: a second security manager has to agree to each.
            </Message>
          )}
          <Field label="Why" hint="Stands beside each of them. Don’t write a secret here." error={said("reason")}>
            {(control) => <Textarea {...control} value={reason} onChange={(event) => setReason(event.target.value)} maxLength={2000} required />}
          </Field>
          <UntilField value={until} onChange={setUntil} error={said("until")} />
        </>
      )}
      {failure && !failure.fields && (
        <Message tone="error" title="Nothing was done">
          {failure.message}
        </Message>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy} disabled={verb === "false_positive" && (reason.trim() === "" || until === "")}>
          {titleOf(act(), bulkVerbs[verb])}: {plural(set.count, "secret")}
        </Button>
      </div>
    </form>
  );
}

const titleOf = (act: BulkAct, verb: string): string => {
  if (act.what === "assign" && act.person === null) return "Assign nobody";
  return act.what === "due" && act.day === null ? "Due as the rules say" : verb;
};

function wordsOf(act: BulkAct, { done, proposed }: BulkExposures): string {
  if (act.what === "assign")
    return act.person === null ? `Nobody is assigned to ${plural(done, "secret")} now.` : `${plural(done, "secret is", "secrets are")} assigned now.`;
  if (act.what === "due")
    return act.day === null
      ? `${plural(done, "secret is", "secrets are")} due as the rules say now.`
      : `${plural(done, "secret has", "secrets have")} that day now.`;
  if (act.what === "triage") return `${plural(done, "secret is", "secrets are")} ${findingStateTitles[act.to]} now.`;
  const closed = `${plural(done, "secret is", "secrets are")} closed as false.`;
  return proposed > 0 ? `${closed} ${plural(proposed, "secret waits", "secrets wait")} for a second person.` : closed;
}

function SetOf({ set: { count, digest, exposures } }: { set: ExposureSelection }) {
  return (
    <section aria-label="The reviewed set" className="rounded-md border border-line bg-sunken px-3 py-2.5 text-[13px]">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <b className="font-[560]">{plural(count, "secret")}</b>
        <span className="text-[12px] text-ink-3" title={digest}>
          set <span className="mono">{digest.slice(0, 12)}</span>
        </span>
      </p>
      <details className="mt-1.5">
        <summary className="w-fit cursor-pointer text-ink-2">{count > exposures.length ? `The ${exposures.length} gravest` : "Each of them"}</summary>
        <ul className="mt-1 max-h-[26vh] divide-y divide-line overflow-y-auto">
          {exposures.map(({ id, name, severity, status }) => (
            <li key={id} className="flex flex-wrap items-baseline gap-x-2 py-1">
              <span className="font-[520] break-all">{visible(name, { lines: true })}</span>
              <Severity level={severity} />
              <span className="text-[12px] text-ink-3">{findingStateTitles[status]}</span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
