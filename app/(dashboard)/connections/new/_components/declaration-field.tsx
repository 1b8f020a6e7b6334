"use client";

import { useRef } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import type { CheckedDeclaration } from "@/lib/connections/check-declaration";
import type { CatalogField } from "@/lib/connectors/catalog-entry";
import type { Result } from "@/lib/core/result";
import { DeclarationFacts } from "../../_components/declaration-facts";
import { WithCode } from "../../_components/with-code";
import { CoverageTable } from "../../[connection]/_components/coverage-table";

interface DeclarationFieldProps {
  field: CatalogField;
  value: string;
  onChange: (text: string) => void;
  /** null while it is not known */
  checked: Result<CheckedDeclaration> | null;
  error: string | undefined;
}

/** The text of a declaration, typed or taken from a file, with what is wrong in it by line, or what it can and can't do. */
export function DeclarationField({ field, value, onChange, checked, error }: DeclarationFieldProps) {
  const picker = useRef<HTMLInputElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  async function take(files: FileList | null) {
    const [file] = files ?? [];
    if (file) onChange(await file.text());
    // so that the same file, mended, can be chosen again
    if (picker.current) picker.current.value = "";
  }
  /** Puts the cursor onto a line, so that it is in sight. */
  function goTo(line: number) {
    const start = value.split("\n", line - 1).join("\n").length + (line > 1 ? 1 : 0);
    area.current?.focus();
    area.current?.setSelectionRange(start, start + (value.split("\n")[line - 1]?.length ?? 0));
  }
  return (
    <div className="flex flex-col gap-2.5">
      <Field label={field.label} hint={field.help} error={error}>
        {(control) => (
          <Textarea
            {...control}
            ref={area}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            rows={16}
            spellCheck={false}
            wrap="off"
            placeholder={field.placeholder}
            className="mono overflow-x-auto"
          />
        )}
      </Field>
      <div className="flex flex-wrap items-center gap-2.5">
        <input ref={picker} type="file" accept=".yaml,.yml" className="sr-only" tabIndex={-1} aria-hidden onChange={(event) => void take(event.target.files)} />
        <Button size="sm" onClick={() => picker.current?.click()}>
          Choose a file
        </Button>
        <span className="text-[12.5px] text-ink-3">{stateInWords(value, checked)}</span>
      </div>
      {checked && <Checked checked={checked} goTo={goTo} />}
    </div>
  );
}

function stateInWords(value: string, checked: DeclarationFieldProps["checked"]): string {
  if (value.trim() === "") return "or paste its text. The guide docs/declarative-connector.md leads to a working file.";
  return checked ? "" : "Checking…";
}

function Checked({ checked, goTo }: { checked: Result<CheckedDeclaration>; goTo: (line: number) => void }) {
  if (!checked.ok)
    return (
      <Message tone="error" title="It could not be checked">
        {checked.error.message}
      </Message>
    );
  const found = checked.data;
  if (!found.sound)
    return (
      <Message tone="error" title={found.problems.length === 1 ? "One thing is wrong in this file" : `${found.problems.length} things are wrong in this file`}>
        <ul className="mt-1 flex flex-col gap-1.5">
          {found.problems.map(({ line, path, reason, next }) => (
            <li key={`${line} ${path} ${reason}`} className="[overflow-wrap:anywhere]">
              <button type="button" className="min-h-6 font-[560] underline" onClick={() => goTo(line)}>
                Line {line}
              </button>
              {path && <span className="mono break-words"> {path}</span>}: <WithCode text={`${reason} ${next}`} />
            </li>
          ))}
        </ul>
      </Message>
    );
  return (
    <div className="flex flex-col gap-3.5">
      <Message tone="ok" title={`A sound declaration of ${found.declared.system}`}>
        {found.warnings.length > 0 && (
          <ul className="mt-1 flex list-disc flex-col gap-1 pl-4">
            {found.warnings.map((warning) => (
              <li key={warning}>
                <WithCode text={warning} />
              </li>
            ))}
          </ul>
        )}
      </Message>
      <details open>
        <summary className="cursor-pointer text-[13px] text-ink-2">What it will do, as an administrator signs it</summary>
        <div className="mt-2.5">
          <DeclarationFacts facts={found.facts} />
        </div>
      </details>
      <CoverageTable coverage={found.coverage} vendor="declarative" aside="by this file" />
    </div>
  );
}
