import { Badge } from "@/components/ui/badge";
import { Unknown } from "@/components/ui/unknown";
import { plural } from "@/lib/core/format";
import type { PermissionNode } from "@/lib/domain/permissions";

interface Props {
  permissions: PermissionNode[];
  reach: { level: "high" | "limited"; summary: string } | null;
  scopesUsedFrom: string | null;
}

/** Of branches that fork more often than this only the first level stands open. */
const openUpTo = 12;

/** What a token may do, branch by branch: what is broad says why, and what no source saw in use says so. */
export function PermissionTree({ permissions, reach, scopesUsedFrom }: Props) {
  const broad = flat(permissions).filter((node) => node.broad !== null).length;
  return (
    <div className="flex flex-col gap-2 text-[13px]">
      <p>
        {reach ? (
          <>
            {reach.summary}. <span className="text-ink-3">{reach.level === "high" ? "High" : "Limited"} reach, as the connector judges it.</span>
          </>
        ) : (
          <Unknown>what it reaches is unknown</Unknown>
        )}
      </p>
      {permissions.length === 0 ? (
        <p>
          <Unknown>no scope is listed</Unknown> <span className="text-ink-3">That may mean none, or that its system does not tell.</span>
        </p>
      ) : (
        <>
          <Branch nodes={permissions} />
          <p className="text-[12px] text-ink-3">
            {broad > 0 && `${plural(broad, "scope")} by ${broad === 1 ? "its" : "their"} name broader than one task needs. `}
            {scopesUsedFrom ? `Which ones were used: according to ${scopesUsedFrom}.` : "No source says which of them were ever used."}
          </p>
        </>
      )}
    </div>
  );
}

const flat = (nodes: readonly PermissionNode[]): PermissionNode[] => nodes.flatMap((node) => [node, ...flat(node.children)]);

function Branch({ nodes, depth = 0 }: { nodes: PermissionNode[]; depth?: number }) {
  return (
    <ul className={depth > 0 ? "mt-1 ml-[5px] flex flex-col gap-1 border-l border-line pl-3" : "flex flex-col gap-1"}>
      {nodes.map((node) => (
        <li key={node.label} className="min-w-0">
          {node.children.length === 0 ? (
            <Scope node={node} />
          ) : (
            <details open={depth === 0 || node.children.length <= openUpTo}>
              <summary className="w-fit cursor-pointer rounded-sm">
                <Scope node={node} /> <span className="text-[12px] text-ink-3">{flat(node.children).filter(({ scope }) => scope !== null).length}</span>
              </summary>
              <Branch nodes={node.children} depth={depth + 1} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

function Scope({ node }: { node: PermissionNode }) {
  return (
    <>
      <span className="mono break-all">{node.label}</span>
      {node.broad && (
        <>
          {" "}
          <Badge tone="high">broad</Badge> <span className="text-[12px] text-ink-3">{node.broad}</span>
        </>
      )}
      {node.used === false && (
        <>
          {" "}
          <Badge>never seen in use</Badge>
        </>
      )}
    </>
  );
}
