"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { fetchJson } from "./fetch-json";

export interface Chosen {
  id: string;
  name: string;
}

export interface ChoiceFieldProps {
  label: string;
  /** route that answers `?q=` with { choices: [{ id, name, about }] } */
  from: "/api/people-choices" | "/api/workload-choices" | "/api/team-choices" | "/api/token-choices";
  chosen: Chosen | null;
  onChoose: (choice: Chosen | null) => void;
  hint?: string;
  error?: string;
  placeholder?: string;
  /** what nothing found is called */
  nothing: string;
}

/** Finds one thing by name. The list below the field is walked with Tab and taken with Enter. */
export function ChoiceField({ label, from, chosen, onChoose, hint, error, placeholder = "Type a name", nothing }: ChoiceFieldProps) {
  const list = useId();
  const [typed, setTyped] = useState("");
  const q = typed.trim();
  const found = useQuery({
    queryKey: [from, q],
    queryFn: ({ signal }) => fetchJson<{ choices: (Chosen & { about: string | null })[] }>(`${from}?q=${encodeURIComponent(q)}`, signal),
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
            placeholder={placeholder}
            autoComplete="off"
            aria-controls={list}
          />
        )}
      </Field>
      <ul id={list} className="mt-1 flex flex-col" aria-label={`Choices for ${label.toLowerCase()}`}>
        {found.data?.choices.map((choice) => (
          <li key={choice.id}>
            <button
              type="button"
              className="w-full rounded-sm px-2 py-1 text-left text-[13px] hover:bg-people-soft"
              onClick={() => {
                onChoose({ id: choice.id, name: choice.name });
                setTyped("");
              }}
            >
              {choice.name} {choice.about && <span className="text-ink-3">{choice.about}</span>}
            </button>
          </li>
        ))}
      </ul>
      {found.data?.choices.length === 0 && <p className="mt-1 text-[12.5px] text-ink-3">{nothing}</p>}
      {found.isError && <p className="mt-1 text-[12.5px] text-critical">{found.error.message}</p>}
    </div>
  );
}
