"use client";

import { useSearchParams } from "next/navigation";
import { formatCount } from "@/lib/core/format";
import { useQueryChange } from "./use-query-state";

export interface FilterOption {
  value: string;
  label: string;
  count?: number;
}

export interface FilterChipProps {
  /** what is filtered: "Severity" */
  label: string;
  /** query parameter */
  param: string;
  options: readonly FilterOption[];
  /** what no filter is called */
  any?: string;
  /** what is said below the choices, for instance how many are not among them */
  note?: string;
}

/** One filter of a list, kept in the address: "Severity any ▾". The browser's own list lies over it, so keyboard and phone work as ever. */
export function FilterChip({ label, param, options, any = "any", note }: FilterChipProps) {
  const [change] = useQueryChange();
  const value = useSearchParams().get(param) ?? "";
  const chosen = options.find((option) => option.value === value);
  return (
    <span
      className="relative inline-flex h-7 items-center gap-1 rounded-md border border-line-2 bg-panel pr-6 pl-2 text-[12.5px] text-ink-2 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-people hover:border-edge data-on:border-people data-on:bg-people-soft"
      data-on={value ? "" : undefined}
    >
      <span aria-hidden>{label}</span>
      <b aria-hidden className="font-[550] text-ink">
        {chosen?.label ?? (value || any)}
      </b>
      <span aria-hidden className="absolute right-2 text-[9px] text-ink-3">
        ▼
      </span>
      <select
        aria-label={label}
        value={value}
        onChange={(event) => change({ [param]: event.target.value })}
        className="absolute inset-0 size-full appearance-none bg-panel text-ink opacity-0"
      >
        <option value="">{any}</option>
        {value && !chosen && <option value={value}>{value}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
            {option.count === undefined ? "" : ` · ${formatCount(option.count)}`}
          </option>
        ))}
        {note && <option disabled>{note}</option>}
      </select>
    </span>
  );
}
