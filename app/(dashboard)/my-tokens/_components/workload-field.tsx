"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { fetchJson } from "../../_components/fetch-json";

export interface WorkloadFieldProps {
  value: string;
  onChange: (name: string) => void;
  error?: string;
  hint?: string;
  ref?: React.Ref<HTMLInputElement>;
}

/** What uses a token, by name: one that is known (the browser's own list offers those) or a new one. */
export function WorkloadField({ value, onChange, error, hint, ref }: WorkloadFieldProps) {
  const list = useId();
  const q = value.trim();
  const choices = useQuery({
    queryKey: ["workload-choices", q],
    queryFn: ({ signal }) => fetchJson<{ choices: { id: string; name: string }[] }>(`/api/workload-choices?q=${encodeURIComponent(q)}`, signal),
    enabled: q.length > 0,
  });
  return (
    <>
      <Field label="Workload" hint={hint} error={error}>
        {(control) => (
          <Input
            {...control}
            ref={ref}
            list={list}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            maxLength={200}
            autoComplete="off"
            placeholder="Name of the service, job or pipeline"
          />
        )}
      </Field>
      <datalist id={list}>
        {choices.data?.choices.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
    </>
  );
}
