import { Card } from "@/components/ui/card";
import { Table, Td, Th } from "@/components/ui/table";
import { formatCount } from "@/lib/core/format";
import { visible } from "@/lib/core/visible";
import type { Import, Reject } from "../../_components/views";

/** Rows that were not taken in: counted, shown, to be had as a file, never guessed at. */
export function RejectedRows({ view, rejects }: { view: Import; rejects: Reject[] }) {
  if (view.rejected === 0) return null;
  return (
    <Card
      title="Rejected rows"
      aside={
        <a href={`/api/imports/${view.id}/rejects`} className="underline" download>
          Download all as CSV
        </a>
      }
    >
      <p className="mb-2 text-[12.5px] text-ink-3">
        {rejects.length < view.rejected ? `The first ${formatCount(rejects.length)} of ${formatCount(view.rejected)}. ` : ""}Rows count from 1 after the header.
        Mend them and import the file again: what was taken in is known and not doubled.
      </p>
      <Table label="Rejected rows">
        <thead>
          <tr>
            <Th numeric>Row</Th>
            <Th>Field</Th>
            <Th>Why</Th>
          </tr>
        </thead>
        <tbody>
          {rejects.map((reject) => (
            <tr key={`${reject.row} ${reject.field}`}>
              <Td numeric>{formatCount(reject.row)}</Td>
              <Td className="mono">{reject.field}</Td>
              <Td>{visible(reject.reason, { lines: true })}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
