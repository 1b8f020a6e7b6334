import { Badge } from "@/components/ui/badge";
import type { PersonStatus } from "@/lib/people/schemas";

const looks = {
  active: { tone: "ok", text: "active" },
  suspended: { tone: "medium", text: "suspended" },
  departed: { tone: "critical", text: "left" },
} as const;

/** What the directory says of a person, in a word. */
export function StatusMark({ status }: { status: PersonStatus }) {
  const { tone, text } = looks[status];
  return <Badge tone={tone}>{text}</Badge>;
}
