import { Card } from "@/components/ui/card";
import { Table, Td, Th } from "@/components/ui/table";
import { plural } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import type { Mapping } from "@/lib/imports/mapping";
import type { Preview } from "../../_components/read-preview";

/** More columns than these say nothing to the eye. */
const widest = 40;

/** The first rows as they were cut, so that a wrong delimiter shows before anything happens. Secrets are covered. */
export function PreviewTable({ preview, mapping }: { preview: Preview; mapping: Mapping }) {
  const columns = preview.header.slice(0, widest);
  return (
    <Card title="The first rows" aside={plural(preview.rows.length, "row")}>
      <Table label="The first rows of the file">
        <thead>
          <tr>
            {columns.map((column) => (
              <Th key={column}>{visible(column, { lines: true })}</Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name than their place
            <tr key={at}>
              {columns.map((column, place) => (
                <Td key={column} className="max-w-[240px] truncate whitespace-nowrap text-[12.5px]">
                  <bdi>{column === mapping.secret && row[place] ? "••••••" : visible((row[place] ?? "").slice(0, 200), { lines: true })}</bdi>
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
