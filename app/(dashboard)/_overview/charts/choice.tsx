"use client";

import { buttonStyle } from "@/components/ui/button-style";

/** A few choices of which one holds, as buttons in a row. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}) {
  return (
    <fieldset className="flex flex-wrap gap-1">
      <legend className="sr-only">{label}</legend>
      {options.map(([option, text]) => (
        <button
          key={option}
          type="button"
          aria-pressed={option === value}
          onClick={() => onChange(option)}
          className={buttonStyle(option === value ? "default" : "quiet", "sm")}
        >
          {text}
        </button>
      ))}
    </fieldset>
  );
}
