"use client";

import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { fetchJson } from "../../_components/fetch-json";

export interface PurposeFieldProps {
  value: string;
  onChange: (purpose: string) => void;
  error?: string;
  hint?: string;
  ref?: React.Ref<HTMLInputElement>;
}

/** What a token is for: a sentence of one's own, or one that was said of another of one's tokens (the browser's own list offers those). */
export function PurposeField({ value, onChange, error, hint, ref }: PurposeFieldProps) {
  const list = useId();
  const said = useQuery({
    queryKey: ["own-purposes"],
    // what was said a moment ago is offered for the next
    staleTime: 0,
    queryFn: ({ signal }) => fetchJson<{ purposes: string[] }>("/api/my-tokens/purposes", signal),
  });
  return (
    <>
      <Field label="Purpose" hint={hint} error={error}>
        {(control) => (
          <Input {...control} ref={ref} list={list} value={value} onChange={(event) => onChange(event.target.value)} maxLength={500} autoComplete="off" />
        )}
      </Field>
      <datalist id={list}>
        {said.data?.purposes.map((purpose) => (
          <option key={purpose} value={purpose} />
        ))}
      </datalist>
    </>
  );
}
