"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ExactTime } from "@/components/ui/exact-time";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import { formatCount } from "@/lib/core/format";
import type { Failure } from "@/lib/core/result";
import { visible } from "@/lib/core/visible";
import type { Comments } from "@/lib/exposure/duties/comments";
import { useActionKeys } from "../../_components/use-action-keys";
import { commentExposureAction } from "../actions";

/** What people said about an exposure. Nobody changes it; what was typed stays when it can't be kept. */
export function CommentsCard({ exposure, comments: { rows, total }, mayComment }: { exposure: string; comments: Comments; mayComment: boolean }) {
  const router = useRouter();
  const field = useRef<HTMLFormElement>(null);
  const [body, setBody] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  useActionKeys({ c: () => field.current?.querySelector("textarea")?.focus() });
  async function say(event: React.FormEvent) {
    event.preventDefault();
    if (busy || body.trim() === "") return;
    setBusy(true);
    const result = await commentExposureAction({ exposureId: exposure, body });
    setBusy(false);
    setFailure(result.ok ? null : result.error);
    if (!result.ok) return;
    setBody("");
    notify("success", "Said.");
    router.refresh();
  }
  if (rows.length === 0 && !mayComment) return null;
  return (
    <Card title="Comments" aside={total > rows.length ? `the latest ${formatCount(rows.length)} of ${formatCount(total)}` : undefined}>
      {rows.length > 0 && (
        <ul className="mb-3 divide-y divide-line text-[13px]">
          {rows.map(({ id, by, body: said, at }) => (
            <li key={id} className="py-2 first:pt-0">
              <p className="text-[12.5px] text-ink-3">
                <span className="font-[550] text-ink-2">{visible(by.name, { lines: true })}</span>, <ExactTime at={at} />
              </p>
              <p className="break-words whitespace-pre-wrap">{visible(said)}</p>
            </li>
          ))}
        </ul>
      )}
      {mayComment && (
        <form ref={field} onSubmit={say} className="flex flex-col items-start gap-2 *:first:w-full">
          <Field label="Say something" hint="It stays as it is, with your name. Don’t write the secret here." error={failure?.fields?.body ?? failure?.message}>
            {(control) => (
              <Textarea {...control} rows={2} value={body} onChange={(event) => setBody(event.target.value)} maxLength={5000} aria-keyshortcuts="c" />
            )}
          </Field>
          <Button type="submit" size="sm" busy={busy} disabled={body.trim() === ""}>
            Comment
          </Button>
        </form>
      )}
    </Card>
  );
}
