import Link from "next/link";
import { Table, Td, Th } from "@/components/ui/table";
import type { ConnectionCoverage } from "@/lib/coverage/coverage";
import { type FieldId, fields, type Known } from "@/lib/coverage/known-fields";

const sum = (rows: readonly Known[], of: (row: Known) => number) => rows.reduce((total, row) => total + of(row), 0);

/** Of how many tokens each field is unknown, by connection. Each number opens its rows. */
export function UnknownTable({ known, connections }: { known: Known[]; connections: ConnectionCoverage[] }) {
  const rows = connections.flatMap(({ id, name }) => {
    const of = known.filter(({ connection }) => connection === id);
    return of.length > 0 ? [{ id, name, tokens: sum(of, ({ tokens }) => tokens), of }] : [];
  });
  if (rows.length === 0) return null;
  return (
    <section aria-labelledby="unknown" className="mt-7">
      <h2 id="unknown" className="text-[15px] font-[620]">
        What nobody says of the tokens that are seen
      </h2>
      <p className="mt-1 mb-2 max-w-[78ch] text-ink-2">
        Unknown is neither never nor safe: rules that need a field don’t judge tokens without it, and an unknown environment or reach counts as critical.
      </p>
      <Table label="Unknown fields, by connection">
        <thead>
          <tr>
            <Th>Connection</Th>
            <Th numeric>Tokens</Th>
            {fields.map(({ id, title }) => (
              <Th key={id} numeric>
                {title}
              </Th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, tokens, of }) => (
            <tr key={id}>
              <Td className="font-[520]">{name}</Td>
              <Td numeric>
                <Link href={`/inventory?connection=${id}`} className="underline">
                  {tokens.toLocaleString("en")}
                </Link>
              </Td>
              {fields.map(({ id: field, title }) => (
                <Td key={field} numeric>
                  <Share connection={id} name={name} field={field} title={title} unknown={sum(of, (row) => row.unknown[field])} tokens={tokens} />
                </Td>
              ))}
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function Share(props: { connection: string; name: string; field: FieldId; title: string; unknown: number; tokens: number }) {
  const { connection, name, field, title, unknown, tokens } = props;
  if (unknown === 0) return <span className="text-ink-3">all known</span>;
  return (
    <Link href={`/coverage/${connection}/${field}`} className="underline" aria-label={`${title} unknown for ${unknown} of ${tokens} tokens of ${name}`}>
      <span aria-hidden className="hatched mr-1.5 inline-block h-2.5 w-4 rounded-[2px] ring-1 ring-edge" />
      {unknown.toLocaleString("en")}
    </Link>
  );
}
