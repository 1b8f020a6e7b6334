import Link from "next/link";
import { Badge, type Tone } from "@/components/ui/badge";
import { ExactTime } from "@/components/ui/exact-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, Td, Th } from "@/components/ui/table";
import type { ApiTokenRow } from "@/lib/api-tokens/queries";
import { RevokeDialog } from "./revoke-dialog";

const states: Record<ApiTokenRow["state"], { tone: Tone; text: string }> = {
  works: { tone: "ok", text: "works" },
  revoked: { tone: "neutral", text: "revoked" },
  expired: { tone: "neutral", text: "expired" },
  owner_away: { tone: "medium", text: "refused: its owner is not active" },
};

/** API tokens, one's own or everybody's; each leads to its row in the inventory once the collector has taken it in. */
export function TokenTable({ tokens, everybody }: { tokens: ApiTokenRow[]; everybody: boolean }) {
  return (
    <Table label="API tokens">
      <thead>
        <tr>
          <Th>Name</Th>
          {everybody && <Th>Owner</Th>}
          <Th>Scopes</Th>
          <Th>State</Th>
          <Th>Last used</Th>
          <Th>Expires</Th>
          <Th>
            <span className="sr-only">What can be done</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <Td className="min-w-44 py-1.5">
              {token.inventoryId ? (
                <Link href={`/inventory/${token.inventoryId}`} className="font-[550] break-words hover:underline">
                  {token.name}
                </Link>
              ) : (
                <span className="font-[550] break-words">{token.name}</span>
              )}
              <span className="mono block text-ink-3">{token.hint}</span>
            </Td>
            {everybody && (
              <Td>
                <Link href={`/people/${token.owner.id}`} className="whitespace-nowrap hover:underline">
                  {token.owner.name}
                </Link>
              </Td>
            )}
            <Td className="min-w-40 py-1.5">
              <span className="mono">{token.scopes.join(", ")}</span>
            </Td>
            <Td>
              <Badge tone={states[token.state].tone}>{states[token.state].text}</Badge>
            </Td>
            <Td className="whitespace-nowrap text-ink-2">{token.lastUsedAt ? <RelativeTime at={token.lastUsedAt.toISOString()} /> : "never"}</Td>
            <Td className="whitespace-nowrap text-ink-2">
              <ExactTime at={token.expiresAt} />
            </Td>
            <Td className="text-right">{token.state !== "revoked" && token.state !== "expired" && <RevokeDialog id={token.id} name={token.name} />}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
