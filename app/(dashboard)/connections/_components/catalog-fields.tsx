"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { CatalogField } from "@/lib/connectors/catalog-entry";

interface CatalogFieldsProps {
  fields: readonly CatalogField[];
  values: Record<string, string>;
  onChange: (name: string, value: string) => void;
  errors?: Record<string, string>;
  /** before the name of a field in errors: "settings" */
  prefix?: string;
}

/** The fields a vendor's form asks for. Secrets are never shown, stored in the page, or offered to a password manager. */
export function CatalogFields({ fields, values, onChange, errors, prefix }: CatalogFieldsProps) {
  return fields.map((field) => (
    <Field
      key={field.name}
      label={field.required ? field.label : `${field.label} (optional)`}
      hint={field.help}
      error={errors?.[prefix ? `${prefix}.${field.name}` : field.name]}
    >
      {(control) => (
        <Input
          {...control}
          type={field.secret ? "password" : "text"}
          value={values[field.name] ?? ""}
          onChange={(event) => onChange(field.name, event.target.value)}
          placeholder={field.placeholder}
          autoComplete={field.secret ? "new-password" : "off"}
          data-1p-ignore
          spellCheck={false}
          className="mono"
        />
      )}
    </Field>
  ));
}

/** Only what was filled in, without blanks around it. */
export const filledIn = (values: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ""),
  );

export const complete = (fields: readonly CatalogField[], values: Record<string, string>): boolean =>
  fields.every((field) => !field.required || (values[field.name] ?? "").trim() !== "");
