"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyText } from "@/components/ui/copy-text";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Checkbox, Input } from "@/components/ui/input";
import { notify } from "@/components/ui/toast";
import type { Failure, Result } from "@/lib/core/result";
import type { SavedView } from "@/lib/views/list-views";
import type { ViewList } from "@/lib/views/schemas";
import { FormDialog } from "../form-dialog";
import { deleteViewAction, renameViewAction, saveViewAction, shareViewAction } from "./actions";

const addressOf = (list: ViewList, id: string) => `${window.location.origin}/${list}?view=${id}`;

/** Runs a view's action; the menu and the dialog read the views anew. */
function useViewAction() {
  const client = useQueryClient();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  /** whether it was done */
  async function run(action: Promise<Result<unknown>>, done: string): Promise<boolean> {
    setBusy(true);
    const result = await action;
    setBusy(false);
    setFailure(result.ok ? null : result.error);
    if (!result.ok) return false;
    notify("success", done);
    await client.invalidateQueries({ queryKey: ["views"] });
    return true;
  }
  return { run, failure, busy };
}

/** Keeps filters, order and columns under a name. */
export function SaveViewDialog({ list, query, onClose }: { list: ViewList; query: string; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  async function save() {
    const result = await saveViewAction({ list, name, query, shared });
    if (!result.ok) return result.error;
    notify("success", `“${name.trim()}” is saved.`);
    await client.invalidateQueries({ queryKey: ["views"] });
    return null;
  }
  return (
    <FormDialog
      title="Save this view"
      description="Keeps the filters, the order and the columns, not the rows: each time it lists what fits then."
      verb="Save view"
      failed="The view was not saved"
      besideFields
      onSubmit={save}
      onClose={onClose}
    >
      {(failure) => (
        <>
          <Field label="Name" hint="A view of yours with the same name is replaced." error={failure?.fields?.name}>
            {(control) => <Input {...control} value={name} onChange={(event) => setName(event.target.value)} maxLength={80} required />}
          </Field>
          <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
            Share with everyone. Each sees only what their roles let them see.
          </Checkbox>
        </>
      )}
    </FormDialog>
  );
}

/** One's own views: share, rename, delete; of others, the address to pass on. */
export function ViewsDialog({ list, views, onClose }: { list: ViewList; views: SavedView[]; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Saved views"
      description="A shared view opens for everyone who has its address."
      footer={<Button onClick={onClose}>Done</Button>}
    >
      <ul className="flex flex-col divide-y divide-line">
        {views.map((view) => (
          <ViewLine key={`${view.id}${view.name}${view.shared}`} list={list} view={view} />
        ))}
      </ul>
    </Dialog>
  );
}

function ViewLine({ list, view: given }: { list: ViewList; view: SavedView }) {
  const { run, failure, busy } = useViewAction();
  const [view, setView] = useState(given);
  const [name, setName] = useState<string | null>(null);
  const [gone, setGone] = useState(false);
  async function rename(event: React.FormEvent) {
    event.preventDefault();
    if (name === null) return;
    if (!(await run(renameViewAction({ view: view.id, name }), `It is called “${name.trim()}” now.`))) return;
    setView({ ...view, name: name.trim() });
    setName(null);
  }
  async function share() {
    const shared = !view.shared;
    if (await run(shareViewAction({ view: view.id, shared }), shared ? "Everyone can open it." : "It is yours alone again.")) setView({ ...view, shared });
  }
  async function remove() {
    if (await run(deleteViewAction({ view: view.id }), `“${view.name}” is deleted.`)) setGone(true);
  }
  if (gone) return null;
  return (
    <li className="flex flex-col gap-1.5 py-2.5 text-[13px] first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center gap-2">
        {name === null ? (
          <b className="min-w-0 flex-1 font-[560] break-words">{view.name}</b>
        ) : (
          <form onSubmit={rename} className="flex min-w-0 flex-1 gap-2">
            <Input aria-label={`New name of ${view.name}`} value={name} onChange={(event) => setName(event.target.value)} maxLength={80} required autoFocus />
            <Button type="submit" size="sm" busy={busy}>
              Rename
            </Button>
          </form>
        )}
        <span className="text-[12px] text-ink-3">{view.mine ? (view.shared ? "shared with everyone" : "mine alone") : `by ${view.by}`}</span>
      </div>
      {view.shared && (
        <CopyText text={addressOf(list, view.id)} label={`the address of ${view.name}`}>
          /{list}?view={view.id}
        </CopyText>
      )}
      {view.mine && (
        <p className="-ml-2 flex flex-wrap gap-1">
          <Button size="sm" variant="quiet" busy={busy} aria-label={`${view.shared ? "Stop sharing" : "Share"} ${view.name}`} onClick={() => void share()}>
            {view.shared ? "Stop sharing" : "Share with everyone"}
          </Button>
          <Button size="sm" variant="quiet" aria-label={`Rename ${view.name}`} onClick={() => setName(view.name)}>
            Rename
          </Button>
          <Button size="sm" variant="quiet" busy={busy} aria-label={`Delete ${view.name}`} onClick={() => void remove()}>
            Delete
          </Button>
        </p>
      )}
      {failure && <p className="text-[12.5px] text-critical">{failure.message}</p>}
    </li>
  );
}
