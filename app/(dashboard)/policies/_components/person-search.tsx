"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { fetchJson } from "@/app/(dashboard)/_components/fetch-json";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { OwnerChoice } from "@/lib/ownership/owner-choices";

interface Props {
  label: string;
  /** ids that are chosen already */
  leaveOut: readonly string[];
  onChoose: (person: { id: string; name: string }) => void;
}

/** Finds active people by name or address, one after the other. The list below the field is walked with Tab and taken with Enter. */
export function PersonSearch({ label, leaveOut, onChoose }: Props) {
  const list = useId();
  const [typed, setTyped] = useState("");
  const q = typed.trim();
  const choices = useQuery({
    queryKey: ["/api/people-choices", q],
    queryFn: ({ signal }) => fetchJson<{ choices: OwnerChoice[] }>(`/api/people-choices?q=${encodeURIComponent(q)}`, signal),
    enabled: q.length > 0,
  });
  const found = choices.data?.choices.filter(({ id }) => !leaveOut.includes(id));
  return (
    <div>
      <Field label={label}>
        {(control) => (
          <Input
            {...control}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            placeholder="Type a name"
            autoComplete="off"
            aria-controls={list}
          />
        )}
      </Field>
      <ul id={list} className="mt-1 flex flex-col" aria-label="People found">
        {q &&
          found?.map((person) => (
            <li key={person.id}>
              <button
                type="button"
                className="w-full rounded-sm px-2 py-1 text-left text-[13px] hover:bg-people-soft"
                onClick={() => {
                  onChoose({ id: person.id, name: person.name });
                  setTyped("");
                }}
              >
                {person.name} {person.about && <span className="text-ink-3">{person.about}</span>}
              </button>
            </li>
          ))}
      </ul>
      {q && found?.length === 0 && <p className="mt-1 text-[12.5px] text-ink-3">Nobody else active is called that.</p>}
      {choices.isError && <p className="mt-1 text-[12.5px] text-critical">{choices.error.message}</p>}
    </div>
  );
}
