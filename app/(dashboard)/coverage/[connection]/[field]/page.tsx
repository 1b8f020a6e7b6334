import type { Metadata } from "next";
import Link from "next/link";
import { BreadcrumbLeaf } from "@/components/shell/breadcrumb";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { Table, Td, Th } from "@/components/ui/table";
import { Unknown } from "@/components/ui/unknown";
import { unknownTokens } from "@/lib/coverage/unknown-tokens";
import { tokenClassTitles } from "@/lib/domain/words";
import { found } from "@/lib/next/found";
import { requireActor } from "@/lib/next/session";

export const metadata: Metadata = { title: "Unknown" };

interface Props {
  params: Promise<{ connection: string; field: string }>;
  searchParams: Promise<{ after?: string }>;
}

export default async function UnknownPage({ params, searchParams }: Props) {
  const ctx = await requireActor("inventory.read");
  const [{ connection, field }, { after }] = await Promise.all([params, searchParams]);
  const { title, connection: name, rows, next } = await found(unknownTokens(ctx, { connection, field, after }));
  return (
    <>
      <BreadcrumbLeaf>{title}</BreadcrumbLeaf>
      <PageHeader title={`${title} unknown`}>Tokens of {name} of which nobody says it. Unknown is not safe.</PageHeader>
      <div className="mt-4">
        <Table label={`Tokens of ${name} without it`}>
          <thead>
            <tr>
              <Th>Token</Th>
              <Th>Class</Th>
              <Th>Environment</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <Td className="max-w-[48ch] truncate">
                  <Link href={`/inventory/${row.id}`} className="font-[520] underline">
                    {row.name}
                  </Link>
                </Td>
                <Td>{tokenClassTitles[row.class]}</Td>
                <Td>{row.environment ?? <Unknown />}</Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      {next && (
        <p className="mt-3">
          <LinkButton href={`/coverage/${connection}/${field}?after=${next}`}>Further tokens</LinkButton>
        </p>
      )}
    </>
  );
}
