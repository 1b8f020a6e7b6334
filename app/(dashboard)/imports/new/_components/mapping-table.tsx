import { Select } from "@/components/ui/input";
import { Table, Td, Th } from "@/components/ui/table";
import { visible } from "@/lib/core/visible";
import { fields } from "@/lib/imports/fields";
import type { ImportKind } from "@/lib/imports/kinds";
import { ignoredColumns, type Mapping } from "@/lib/imports/mapping";
import type { Preview } from "../../_components/read-preview";

/** Every field with the column that feeds it, what is accepted there, and what the first row holds. */
export function MappingTable({
  kind,
  preview,
  mapping,
  onChange,
}: {
  kind: ImportKind;
  preview: Preview;
  mapping: Mapping;
  onChange: (mapping: Mapping) => void;
}) {
  const ignored = ignoredColumns(preview.header, mapping);
  const set = (field: string, column: string) => onChange(Object.fromEntries(Object.entries({ ...mapping, [field]: column }).filter(([, one]) => one !== "")));
  return (
    <div className="flex flex-col gap-2.5">
      <Table label="Fields and columns">
        <thead>
          <tr>
            <Th>Field</Th>
            <Th>Column</Th>
            <Th>Its first value</Th>
            <Th>What is accepted</Th>
          </tr>
        </thead>
        <tbody>
          {fields[kind].map(({ name, label, help, required }) => {
            const column = mapping[name] ?? "";
            const value = preview.rows[0]?.[preview.header.indexOf(column)] ?? "";
            return (
              <tr key={name}>
                <Td className="whitespace-nowrap font-[520]">
                  {label}
                  {required && <span className="ml-1 text-[12px] font-[400] text-ink-3">needed</span>}
                </Td>
                <Td>
                  <Select aria-label={`Column for ${label}`} value={column} onChange={(event) => set(name, event.target.value)} className="min-w-[150px]">
                    <option value="">{required ? "choose one" : "none"}</option>
                    {preview.header.map((one) => (
                      <option key={one} value={one}>
                        {visible(one, { lines: true })}
                      </option>
                    ))}
                  </Select>
                </Td>
                <Td className="mono max-w-[220px] truncate text-[12.5px] text-ink-2">
                  {name === "secret" && value !== "" ? "becomes a fingerprint" : visible(value, { lines: true })}
                </Td>
                <Td className="text-[12.5px] text-ink-3">{help}</Td>
              </tr>
            );
          })}
        </tbody>
      </Table>
      <p className="text-[12.5px] text-ink-3">
        {ignored.length === 0 ? "Every column is used." : `Ignored: ${ignored.map((column) => visible(column, { lines: true })).join(", ")}`}
      </p>
    </div>
  );
}
