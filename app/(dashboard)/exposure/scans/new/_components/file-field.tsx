import { clsx } from "clsx";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formatBytes } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";

/** A file to be chosen, or dropped. */
export function FileField({ file, onFile }: { file: File | null; onFile: (file: File) => void }) {
  const [over, setOver] = useState(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut of the mouse; the field within does the same by keyboard
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const dropped = event.dataTransfer.files[0];
        if (dropped) onFile(dropped);
      }}
      className={clsx("rounded-md border border-dashed px-4 py-4", over ? "border-people bg-people-soft" : "border-line-2")}
    >
      <Field
        label="File"
        hint={
          file
            ? `${visible(file.name, { lines: true })}, ${formatBytes(file.size)}`
            : "Choose one or drop it here: text, a log, zip, tar or gzip, an export of Slack, Jira or Confluence, a mailbox, a container image, a report of another scanner."
        }
      >
        {(control) => (
          <Input
            {...control}
            type="file"
            className="max-w-[420px] py-1"
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              if (chosen) onFile(chosen);
            }}
          />
        )}
      </Field>
    </div>
  );
}
