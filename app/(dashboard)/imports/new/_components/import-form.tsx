"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { Message } from "@/components/ui/message";
import { notify } from "@/components/ui/toast";
import { type ImportKind, kindTitles } from "@/lib/imports/kinds";
import { fitting, guessMapping, type Mapping, mappingFault } from "@/lib/imports/mapping";
import { type Format, formatInWords } from "@/lib/imports/read/sniff-format";
import { sendContent } from "../../../_components/send-content";
import { type Preview, readPreview } from "../../_components/read-preview";
import { rememberedMappingAction, startImportAction } from "../../actions";
import { MappingTable } from "./mapping-table";
import { PreviewTable } from "./preview-table";

interface Chosen {
  file: File;
  preview: Preview;
  mapping: Mapping;
  remembered: boolean;
}

/** Which kind, which file, which column feeds what; then it goes. What was chosen stays when something is wrong. */
export function ImportForm({ kinds, collector }: { kinds: ImportKind[]; collector: string }) {
  const router = useRouter();
  const [kind, setKind] = useState<ImportKind>(kinds[0] ?? "tokens");
  const [source, setSource] = useState("");
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function choose(file: File, as: ImportKind, format: Format | null) {
    setProblem(null);
    try {
      const preview = await readPreview(file, format);
      const known = await rememberedMappingAction({ kind: as, header: preview.header });
      const remembered = known.ok && known.data !== null;
      const mapping = remembered && known.data ? fitting(as, preview.header, known.data) : guessMapping(as, preview.header);
      setChosen({ file, preview, mapping, remembered });
      // CODEOWNERS are called alike everywhere: whose they are, only a person can say
      if (source === "" && preview.format.form !== "codeowners") setSource(nameOf(file.name));
    } catch (error) {
      setChosen(null);
      setProblem(error instanceof Error ? error.message : "The file can't be read.");
    }
  }

  const fault = chosen && mappingFault(kind, chosen.preview.header, chosen.mapping);

  async function start(event: React.FormEvent) {
    event.preventDefault();
    if (!chosen || fault) return;
    setBusy(true);
    const { file, preview, mapping } = chosen;
    const started = await startImportAction({ kind, source, fileName: file.name, format: preview.format, mapping, header: preview.header, bytes: file.size });
    if (!started.ok) {
      setBusy(false);
      setProblem(started.error.message);
      return;
    }
    const { importId, ticket } = started.data;
    void sendContent(`${collector}/imports`, ticket, importId, file).then(({ refused }) => refused !== null && notify("error", refused, { duration: 15_000 }));
    router.push(`/imports/${importId}`);
  }

  return (
    <form onSubmit={start} className="mt-4 flex max-w-[1040px] flex-col gap-3.5">
      <Card title="What">
        <div className="grid gap-3.5 md:grid-cols-2">
          <Field label="Kind">
            {(control) => (
              <Select
                {...control}
                value={kind}
                onChange={(event) => {
                  const next = event.target.value as ImportKind;
                  setKind(next);
                  if (chosen) void choose(chosen.file, next, chosen.preview.format);
                }}
              >
                {kinds.map((one) => (
                  <option key={one} value={one}>
                    {kindTitles[one]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="File">
            {(control) => (
              <Input
                {...control}
                type="file"
                // CODEOWNERS has no ending to be chosen by
                accept={kind === "catalogue" ? undefined : ".csv,.tsv,.txt,.json,.ndjson,.jsonl,.gz"}
                className="py-1"
                onChange={(event) => {
                  const file = event.target.files?.[0];
                  if (file) void choose(file, kind, null);
                }}
              />
            )}
          </Field>
          <Field
            label="Name of the listing"
            hint={
              chosen?.preview.format.form === "codeowners"
                ? "The repository's. The same name again brings the same listing up to date."
                : "The same name again brings the same listing up to date."
            }
          >
            {(control) => <Input {...control} value={source} onChange={(event) => setSource(event.target.value)} maxLength={100} required autoComplete="off" />}
          </Field>
          {chosen?.preview.format.form === "csv" && <Delimiter format={chosen.preview.format} onChange={(format) => void choose(chosen.file, kind, format)} />}
        </div>
      </Card>
      {problem && <Message tone="error">{problem}</Message>}
      {chosen && (
        <>
          <Card title="Which column feeds what" aside={`${formatInWords(chosen.preview.format)}${chosen.remembered ? " · as last time" : ""}`}>
            <MappingTable kind={kind} preview={chosen.preview} mapping={chosen.mapping} onChange={(mapping) => setChosen({ ...chosen, mapping })} />
          </Card>
          <PreviewTable preview={chosen.preview} mapping={chosen.mapping} />
          {fault && <Message tone="warn">{fault}</Message>}
          <div>
            <Button type="submit" variant="primary" busy={busy} disabled={fault !== null || source.trim() === ""}>
              Start the import
            </Button>
          </div>
        </>
      )}
    </form>
  );
}

const nameOf = (file: string): string => file.replace(/(\.(csv|tsv|txt|json|ndjson|jsonl|ya?ml))?(\.gz)?$/i, "").slice(0, 100);

function Delimiter({ format, onChange }: { format: Extract<Format, { form: "csv" }>; onChange: (format: Format) => void }) {
  const known: [string, string][] = [
    [",", "Comma"],
    [";", "Semicolon"],
    ["\t", "Tab"],
    ["|", "Bar"],
  ];
  return (
    <div className="grid grid-cols-2 gap-3.5">
      <Field label="Between columns">
        {(control) => (
          <Select {...control} value={format.delimiter} onChange={(event) => onChange({ ...format, delimiter: event.target.value })}>
            {known.map(([sign, name]) => (
              <option key={sign} value={sign}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Quote">
        {(control) => (
          <Select {...control} value={format.quote} onChange={(event) => onChange({ ...format, quote: event.target.value as '"' | "'" })}>
            <option value={'"'}>Double (")</option>
            <option value="'">Single (')</option>
          </Select>
        )}
      </Field>
    </div>
  );
}
