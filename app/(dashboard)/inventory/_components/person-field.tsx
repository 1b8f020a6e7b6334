"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { OwnerChoice } from "@/lib/ownership/owner-choices";
import { fetchJson } from "../../_components/fetch-json";

export interface Chosen {
  id: string;
  name: string;
}

export interface PersonFieldProps {
  label: string;
  chosen: Chosen | null;
  onChoose: (person: Chosen | null) => void;
  hint?: string;
  error?: string;
}

/** Finds one active person by name. The list below the field is walked with Tab and taken with Enter. */
export function PersonField({ label, chosen, onChoose, hint, error }: PersonFieldProps) {
  const list = useId();
  const [typed, setTyped] = useState("");
  const q = typed.trim();
  const choices = useQuery({
    queryKey: ["people-choices", q],
    queryFn: ({ signal }) => fetchJson<{ people: OwnerChoice[] }>(`/api/people-choices?q=${encodeURIComponent(q)}`, signal),
    enabled: q.length > 0 && !chosen,
  });
  if (chosen)
    return (
      <div className="text-[13px]">
        <span className="font-[550]">{label}</span>
        <div className="mt-1 flex items-center gap-2">
          <span className="min-w-0 truncate rounded-md border border-line bg-sunken px-2.5 py-1">{chosen.name}</span>
          <Button size="sm" variant="quiet" onClick={() => onChoose(null)} aria-label={`Choose another ${label.toLowerCase()} than ${chosen.name}`}>
            Change
          </Button>
        </div>
        {error && <p className="mt-1 text-[12.5px] text-critical">{error}</p>}
      </div>
    );
  return (
    <div>
      <Field label={label} hint={hint} error={error}>
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
      <ul id={list} className="mt-1 flex flex-col" aria-label={`People for ${label.toLowerCase()}`}>
        {choices.data?.people.map((person) => (
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
      {choices.data?.people.length === 0 && <p className="mt-1 text-[12.5px] text-ink-3">Nobody active is called that.</p>}
      {choices.isError && <p className="mt-1 text-[12.5px] text-critical">{choices.error.message}</p>}
    </div>
  );
}
