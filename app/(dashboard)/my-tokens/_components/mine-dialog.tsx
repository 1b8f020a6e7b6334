"use client";

import { useEffect, useRef, useState } from "react";
import { Checkbox } from "@/components/ui/input";
import type { MyRow } from "@/lib/attestations/my-row";
import type { Attest } from "@/lib/attestations/schemas";
import { formatDate, plural } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import { AnswerForm, namedRows } from "./answer-form";
import { PurposeField } from "./purpose-field";
import { WorkloadField } from "./workload-field";

type Mine = Omit<Attest<"mine">, "items">;

/** Mine: what it is for, what uses it, and when it ends. What is known stands there already; the focus is on the first thing that is missing. */
export function MineDialog({ rows, onAnswer, onClose }: { rows: readonly MyRow[]; onAnswer: (answer: Mine) => Promise<Failure | null>; onClose: () => void }) {
  const known = { purpose: shared(rows.map((row) => row.purpose)), workload: shared(rows.map(({ workloads: [first] }) => first?.name ?? null)) };
  const [purpose, setPurpose] = useState(known.purpose ?? "");
  const [workload, setWorkload] = useState(known.workload ?? "");
  const [looked, setLooked] = useState(false);
  const missing = { purpose: rows.filter((row) => !row.purpose).length, workload: rows.filter(({ workloads }) => workloads.length === 0).length };
  const fields = { purpose: useRef<HTMLInputElement>(null), workload: useRef<HTMLInputElement>(null), looked: useRef<HTMLInputElement>(null) };
  const begin = missing.purpose > 0 ? fields.purpose : missing.workload > 0 ? fields.workload : fields.looked;
  // After the dialog has taken the focus for itself.
  useEffect(() => {
    const timer = setTimeout(() => begin.current?.focus(), 0);
    return () => clearTimeout(timer);
  }, [begin]);
  const answer: Mine = {
    answer: "mine",
    expiryReviewed: true,
    purpose: purpose.trim() && purpose.trim() !== known.purpose ? purpose.trim() : undefined,
    workload: workload.trim() && workload.trim() !== known.workload ? { name: workload.trim() } : undefined,
  };
  const several = rows.length > 1;
  return (
    <AnswerForm
      title={several ? `${namedRows(rows)} are mine` : `${namedRows(rows)} is mine`}
      description="Your answer is kept with what is known of it at this moment."
      verb={several ? "Mine, all of these" : "It is mine"}
      ready={looked && (missing.purpose === 0 || purpose.trim() !== "") && (missing.workload === 0 || workload.trim() !== "")}
      onAnswer={() => onAnswer(answer)}
      onClose={onClose}
    >
      {(failure) => (
        <>
          <PurposeField
            ref={fields.purpose}
            value={purpose}
            onChange={setPurpose}
            hint={hintOf(several, missing.purpose, "One sentence: what breaks without it?")}
            error={failure?.fields?.purpose}
          />
          <WorkloadField
            ref={fields.workload}
            value={workload}
            onChange={setWorkload}
            hint={hintOf(several, missing.workload, "A new name makes a new workload.")}
            error={failure?.fields?.workload}
          />
          <Checkbox ref={fields.looked} checked={looked} onChange={(event) => setLooked(event.target.checked)}>
            {expiryWords(rows)} I looked at that.
          </Checkbox>
        </>
      )}
    </AnswerForm>
  );
}

/** The value that all of them have; null where they differ or have none. */
function shared(values: readonly (string | null)[]): string | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}

const hintOf = (several: boolean, missing: number, one: string) =>
  several ? (missing > 0 ? `For all of these; ${missing} have none yet.` : "Left empty, each keeps the one it has.") : one;

/** When they end, counted: "Expires 12 Jan 2027." */
function expiryWords(rows: readonly MyRow[]): string {
  const [only] = rows;
  if (rows.length === 1 && only)
    return only.expiry.kind === "at" && only.expiry.at
      ? `It expires on ${formatDate(new Date(only.expiry.at))}.`
      : only.expiry.kind === "never"
        ? "It never expires."
        : "Nobody says when it expires.";
  const count = (kind: MyRow["expiry"]["kind"]) => rows.filter(({ expiry }) => expiry.kind === kind).length;
  const parts = [
    count("at") > 0 && `${plural(count("at"), "has a date", "have a date")}`,
    count("never") > 0 && `${count("never")} never expire`,
    count("unknown") > 0 && `of ${count("unknown")} nobody says when they expire`,
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}
